import re
from pathlib import Path

import polib
import pytest
from django import contrib

from repatriation import catalogues
from repatriation.administration import DJANGOS

CODE = """
from django.utils.translation import gettext as _, ngettext
print(f"{_('Register')}", ngettext("%(count)s child", "%(count)s children", 2))
"""
PAGE = "{% load i18n %}<p>{% firstof name _('My work') %}</p>"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
WHOLE = """
msgid "Register"
msgstr "Реестр"

msgid "My work"
msgstr "Моя работа"

msgid "%(count)s child"
msgid_plural "%(count)s children"
msgstr[0] "%(count)s ребёнок"
msgstr[1] "%(count)s ребёнка"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in {"cases/code.py": CODE, "templates/page.html": PAGE}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text)
    (tmp_path / "locale/ru/LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def write(project: Path, text: str) -> Path:
    path = project / "locale/ru/LC_MESSAGES/django.po"
    path.write_text(HEAD + text)
    return path


def test_whole_catalogue_has_no_problems(project: Path) -> None:
    write(project, WHOLE)

    assert catalogues.problems(project) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('msgid "Register"\nmsgstr "Реестр"', "", "ru: not in the catalogue (cases/code.py:3)"),
        ('msgid "My work"', 'msgid "No work"', "not in the catalogue (templates/page.html:1)"),
        ('msgstr "Реестр"', 'msgstr ""', "ru: not translated: 'Register'"),
        ('msgid "Register"', '#, fuzzy\nmsgid "Register"', "ru: fuzzy: 'Register'"),
        ('msgid "Register"\nmsgstr "Реестр"', 'msgid "Register %(name)s"\nmsgstr "Реестр"',
         "ru: %(name)s lost in 'Register %(name)s'"),
        ('msgid "Register"', 'msgid "Spare"\nmsgstr "Лишнее"\n\nmsgid "Register"',
         "ru: used nowhere: 'Spare'"),
    ],
)  # fmt: skip
def test_problem_is_told_with_its_place(project: Path, was: str, becomes: str, said: str) -> None:
    write(project, WHOLE.replace(was, becomes))

    assert any(said in line for line in catalogues.problems(project))


def test_catalogue_is_compiled_once_and_again_when_it_changes(project: Path) -> None:
    source = write(project, WHOLE)

    first, second = catalogues.compile_all(project), catalogues.compile_all(project)

    assert (first, second) == ([source.with_suffix(".mo")], [])
    assert polib.mofile(str(first[0])).find("Register").msgstr == "Реестр"


def not_used(column: int) -> list[re.Pattern[str]]:
    """Return what a column of the glossary's table "On the screen" forbids, as patterns."""
    text = (catalogues.BASE / "docs/glossary.md").read_text(encoding="utf-8")
    rows = text.split("## On the screen")[1].split("\n## ")[0].splitlines()
    cells = [row.strip("|").split("|")[column] for row in rows if row.startswith("| ")][1:]
    words = [word.strip() for cell in cells for word in cell.split(",") if word.strip()]
    patterns = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return [re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE) for pattern in patterns]


@pytest.mark.parametrize(("column", "least"), [(2, 40), (3, 60)], ids=["english", "russian"])
def test_no_message_says_a_thing_in_a_word_that_is_not_used(column: int, least: int) -> None:
    entries = polib.pofile(str(catalogues.BASE / "locale/ru/LC_MESSAGES/django.po"))
    english = [text for entry in entries for text in (entry.msgid, entry.msgid_plural)]
    russian = [text for entry in entries for text in (entry.msgstr, *entry.msgstr_plural.values())]
    words = not_used(column)

    assert len(words) >= least
    assert [
        (word.pattern, text)
        for text in (english if column == 2 else russian)
        for word in words
        if word.search(catalogues.PLACEHOLDER.sub("", text))
    ] == []


CONTRIB = Path(contrib.__path__[0])
#: What we say in other words than Django, and mean the same.
REWORDED = {"No date", "Skip to main content", "Search", *DJANGOS}


def test_words_of_the_administration_are_not_ours_with_another_meaning() -> None:
    """A message without a context is said wherever Django says it: Home led to "at home"."""
    ours = polib.pofile(catalogues.BASE / "locale/ru/LC_MESSAGES/django.po")
    meant = {entry.msgid: entry.msgstr for entry in ours if not entry.msgctxt}
    of_django = [
        entry
        for name in ("admin", "auth")
        for entry in polib.pofile(CONTRIB / name / "locale/ru/LC_MESSAGES/django.po")
        if not entry.msgctxt
    ]

    other = {
        entry.msgid for entry in of_django if meant.get(entry.msgid, entry.msgstr) != entry.msgstr
    }

    assert other <= REWORDED
