from django.utils import translation

from cases.templatetags.fragments import fragment
from cases.web.frame import NavItem


def test_fragment_says_what_it_is_given_and_escapes_it():
    mine = (NavItem("<Mine>", "/mine/", current=True),)
    theirs = (NavItem("Theirs", "/theirs/", current=False),)

    texts = [fragment("frame/sections.html", items=items) for items in (mine, theirs, mine)]

    assert texts[0] == texts[2]
    assert '<a href="/mine/" aria-current="page">&lt;Mine&gt;</a>' in texts[0]
    assert "Mine" not in texts[1]


def test_fragment_is_in_the_language_in_use():
    languages = (("en", "EN"), ("ru", "РУ"))
    texts = []
    for language in ("en", "ru", "en"):
        with translation.override(language):
            texts.append(fragment("frame/languages.html", languages=languages))

    assert texts[0] == texts[2]
    assert ['lang="en" aria-current="true"' in text for text in texts] == [True, False, True]
