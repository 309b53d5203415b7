"""What is sent, gone back to and sent again adds nothing a second time, and is told.

A page that is gone back to is made anew: its marks are others, what was typed is the same. What
is sent, and by whom, is in tests/acts and tests/access_matrix.csv.
"""

import re
from typing import Any

import pytest
from django.http import HttpResponse

from cases.casework import drafts
from cases.models import Draft, User
from cases.vocabulary import Role
from cases.web.senders import mark_for
from tests import factories
from tests.acts import EXAMPLES, Example
from tests.conftest import StaffClient
from tests.test_acts import TAKING, doer, on_record
from tests.test_two_at_once import ADDS, OWN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_refusals")]

#: What reads, and leaves a line in the log of access each time.
READS = {
    *("child-journal", "child-purpose", "children-find", "family-duplicates"),
    *("mother-duplicates", "picked-csv", "picked-print", "picked-xlsx", "search"),
    *("search-suggest", "family-echo"),
}
#: A file of the bank is only read: a payment that is on record already is told line by line.
TRIED = {"statement-new"}
#: What adds a record, by name, or a request. All else changes a record by its version, and the
#: second of two is told: tests/test_two_at_once.py.
_ADDING = re.compile(r"-(new|ask|add|give|propose|receipt|hearing|close|reopen)$")
SENT = sorted(
    route for route in set(TAKING) - OWN - READS - TRIED if route in ADDS or _ADDING.search(route)
)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def documents(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


class Browser:
    """Somebody at the page of one form."""

    def __init__(self, route: str, example: Example, person: User) -> None:
        self.address, self.example, self.person = example.address(route), example, person
        self.client = StaffClient()
        self.client.force_login(person)
        self.client.cookies["django_language"] = "en"
        self.last = ""

    def send(self, **more: Any) -> tuple[HttpResponse, int]:
        """Open the form anew, type the same and send it; returns how many rows more there are."""
        for file in self.example.data.values():
            if hasattr(file, "seek"):
                file.seek(0)
        marks = {"sender": mark_for(self.person)} | self._opened()
        before = on_record(self.example)
        response = self.client.post(self.address, self.example.data | marks | more, follow=True)
        self.last = "" if response.streaming else response.content.decode()
        return response, on_record(self.example) - before

    def _opened(self) -> dict[str, str]:
        """Return what the form holds that nobody types, as its page is made now."""
        page = self.client.get(self.address)
        text = self.last if page.status_code != 200 or page.streaming else page.content.decode()
        forms = [part for part in text.split("<form")[1:] if 'name="sender"' in part]
        own = [form for form in forms if f'action="{self.address}"' in form] or forms[:1]
        return {
            name: value
            for name, value in _HIDDEN.findall(own[0] if own else "")
            if name in ("sender", "token", "version", "versions")
        }


@pytest.mark.parametrize("route", SENT)
def test_what_is_sent_again_after_going_back_adds_nothing(route):
    example = EXAMPLES[route]()
    browser = Browser(route, example, doer(route, example))

    first, added = browser.send()
    _second, added_again = browser.send()

    assert (first.status_code, added) == (200, example.change)
    assert added_again == 0


def test_what_is_sent_again_leads_to_what_came_of_it_and_may_be_meant():
    example = EXAMPLES["child-clearance"]()
    child = example.child
    assert child is not None
    browser = Browser("child-clearance", example, factories.user(Role.CASEWORKER))
    browser.send()

    told, _added = browser.send()
    text = told.content.decode()
    again = dict(_HIDDEN.findall(text))["again"]
    meant, added = browser.send(again=again)

    assert told.status_code == 409
    assert "You have sent exactly this today already, and it was recorded." in text
    assert f'<a href="{child.get_absolute_url()}' in text
    assert (meant.status_code, added) == (200, 1)


def test_what_is_told_as_sent_is_no_draft():
    example = EXAMPLES["child-note"]()
    person = factories.user(Role.CASEWORKER)
    browser = Browser("child-note", example, person)
    browser.send()
    drafts.keep_open(
        path=browser.address, typed={"text": [example.data["text"]]}, has_files=False, by=person
    )

    told, _added = browser.send()

    assert told.status_code == 409
    assert not Draft.objects.filter(author=person).exists()


def test_another_typing_another_person_and_another_case_are_not_told():
    example = EXAMPLES["child-task-new"]()
    Browser("child-task-new", example, factories.user(Role.CASEWORKER)).send()
    stranger = Browser("child-task-new", example, factories.user(Role.CASEWORKER))
    _answer, of_another = stranger.send()
    _answer, of_another_typing = stranger.send(text="Something else.")

    assert (of_another, of_another_typing) == (1, 1)
