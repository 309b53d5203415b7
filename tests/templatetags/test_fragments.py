import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from cases.models import Agreement
from cases.pages.charts import Segment
from cases.templatetags.fragments import fragment
from cases.vocabulary import Role
from cases.web.frame import NavItem, Top
from tests import factories

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
USED = re.compile(r'{% (?:fragment|framed) "([^"]+)"')
INCLUDED = re.compile(r'{% include "([^"]+)"')
#: What changes from request to request, by the clock, or by what an admin writes.
FLEETING = re.compile(
    r"\b(?:request|user|perms|messages)\.|csrf|form_marks|\|said\b|{% (?:now|again|include [^\"])"
    r"|\|(?:timesince|timeuntil|naturaltime|age|age_today)\b"
)


def test_fragment_says_what_it_is_given_and_escapes_it():
    mine = (NavItem("<Mine>", "/mine/", current=True),)
    theirs = (NavItem("Theirs", "/theirs/", current=False),)

    texts = [fragment("frame/sections.html", items=items) for items in (mine, theirs, mine)]

    assert texts[0] == texts[2]
    assert '<a href="/mine/" aria-current="page">&lt;Mine&gt;</a>' in texts[0]
    assert "Mine" not in texts[1]


def test_fragment_is_in_the_language_in_use():
    top = Top(
        languages=(("en", "EN"), ("ru", "РУ")),
        ministry="",
        may_search=False,
        signed_in=False,
        unread=0,
        names_hidden=False,
        has_keys=False,
    )
    texts = []
    for language in ("en", "ru", "en"):
        with translation.override(language):
            texts.append(fragment("frame/top.html", top=top))

    assert texts[0] == texts[2]
    marked = [re.search(r'lang="en" aria-current="true"', text) for text in texts]
    assert list(map(bool, marked)) == [True, False, True]


def test_text_that_is_typed_is_escaped_where_the_same_text_was_safe():
    texts = [fragment("components/tag.html", label=label) for label in (SafeString("<b>"), "<b>")]

    assert ">&lt;b&gt;<" in texts[1]
    assert "><b><" in texts[0]


@pytest.mark.parametrize(
    "held",
    [
        [Segment(x=0.0, w=1.0, tone="q1")],
        Agreement(pk=1),
        (Agreement(pk=1),),
        (Segment(x=0.0, w=1.0, tone="q1", label=SafeString("<b>")),),
    ],
    ids=["a list", "a record", "a record inside", "a safe text inside"],
)
def test_fragment_is_not_kept_by_what_can_change_under_it(held):
    with pytest.raises(TypeError, match=r"unhashable|is, or holds, no plain value"):
        fragment("components/stacked_bar.html", segments=held)


def test_fragments_know_nothing_but_what_they_are_given():
    names = {name for path in TEMPLATES.rglob("*.html") for name in USED.findall(path.read_text())}
    waiting, fleeting = list(names), {}
    for name in waiting:
        text = (TEMPLATES / name).read_text()
        waiting += [each for each in INCLUDED.findall(text) if each not in waiting]
        if words := FLEETING.findall(re.sub("{#.*?#}", "", text)):
            fleeting[name] = words

    assert len(names) > 20
    assert not fleeting


@pytest.mark.django_db
def test_frame_says_who_is_signed_in_and_leads_back_as_it_is_typed(client):
    user = factories.user(
        Role.OFFICIAL, first_name="{marks} <!--here-->", last_name="", username="odd"
    )
    client.force_login(user)
    page = client.get("/help/", {"q": '{person}"<!--marks-->'}).content.decode()

    assert "<bdi>{marks} &lt;!--here--&gt;</bdi>" in page
    back = "/help/?q=%7Bperson%7D%22%3C%21--marks--%3E"
    assert page.count(f'name="next" value="{back}"') == 2
    assert "<!--" not in page
