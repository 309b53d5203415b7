"""The auditor's pages: who looked at whom, and whether the case was theirs on that day."""

import datetime
import random

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cases.casework import access, drawn_looks
from cases.casework.drawn_looks import CannotAnswer
from cases.models import AccessRow, Child, DrawnLook, FailedSignIn, RefusedAttempt
from cases.queries.audit import Asked, looks, often
from cases.rules.waiting import FAILURES_ALLOWED
from cases.vocabulary import Assignment, Role
from cases.web.waiting import Tries
from tests import factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
HOUR, WEEK = datetime.timedelta(hours=1), datetime.timedelta(weeks=1)


def page(client, name: str, who: Role = Role.AUDITOR, query: str = "") -> str:
    client.force_login(factories.user(who))
    return client.get(reverse(name) + query).content.decode()


def test_row_knows_whose_the_case_was_then_whatever_came_later(client):
    child = factories.child()
    own, other = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER, team=None)
    Child.objects.filter(pk=child.pk).update(caseworker=own)
    access.shown(by=own, page="child", child=child)
    access.shown(by=other, page="child", child=child)
    access.shown(by=own, page="mother", mother=child.mother)
    Child.objects.filter(pk=child.pk).update(caseworker=other)
    access.shown(by=other, page="child", child=child)
    access.shown(by=own, page="child", child=child)
    access.shown(by=own, page="children", rows=3)

    found = list(AccessRow.objects.order_by("pk").values_list("assigned", flat=True))

    assert found == ["caseworker", "outside", "caseworker", "caseworker", "team", ""]
    text = page(client, "audit", query="?kind=outside")
    assert text.count(child.reference) == 1
    assert str(other) in text
    assert child.person.name not in text


def test_application_cannot_say_that_a_look_was_of_its_own_work(client):
    child, other = factories.child(), factories.user(Role.CASEWORKER, team=None)

    row = AccessRow.objects.create(by=other, page="child", child=child, assigned="caseworker")

    row.refresh_from_db()
    assert row.assigned == Assignment.OUTSIDE


def test_list_is_narrowed_and_comes_as_a_file(client):
    child, viewer = factories.child(), factories.user(Role.REVIEWER)
    access.shown(by=viewer, page="child", child=child, purpose="audit")
    access.shown(by=viewer, page="children-csv", rows=7)
    for query, says, not_says in (
        (f"?viewer={viewer.pk}&kind=exports", "as a file", child.reference),
        (f"?about={child.reference}", child.reference, "as a file"),
        ("?kind=unexplained", "Nobody was shown anything like this", child.reference),
        ("?until=01.01.2019", "Nobody was shown anything like this", child.reference),
        ("?since=nonsense&viewer=nobody", child.reference, "Nobody was shown anything"),
    ):
        text = page(client, "audit", query=query)
        table = text[text.index("</form>", text.index("filters")) :]
        assert says in table
        assert not_says not in table

    file = client.get(reverse("audit-csv") + f"?viewer={viewer.pk}").getvalue().decode()
    assert child.reference in file
    assert "An audit" in file
    assert file.count("\n") == 3
    assert child.person.name not in file


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_much_for_three_rows_as_for_one(client, rows, django_assert_num_queries):
    children = list(factories.family(rows).children.all())
    for child in children:
        factories.drawn_look(child)
    RefusedAttempt.objects.bulk_create(
        RefusedAttempt(by=children[0].registered_by, page="child", status=404) for _ in range(rows)
    )
    FailedSignIn.objects.bulk_create(
        FailedSignIn(page="login", name="x", address=f"10.0.0.{n}") for n in range(rows)
    )
    client.force_login(factories.user(Role.AUDITOR))
    client.get(reverse("audit"))

    # Session and user, then: count, rows, choice of users, seals, and the look itself.
    for name, queries in (
        ("audit", 7),
        ("audit-often", 8),
        ("audit-drawn", 6),
        ("audit-refused", 6),
        ("audit-failed", 5),
    ):
        with django_assert_num_queries(queries):
            client.get(reverse(name))


def looked(at: datetime.datetime, **row) -> None:
    """Record a look of the past, with what the database says of it."""
    look = AccessRow.objects.create(**row)
    with factories.past_the_guards():
        AccessRow.objects.filter(pk=look.pk).update(at=at)


def test_who_looks_unusually_often_is_first(client):
    one, busy, *usual = (factories.user(Role.CASEWORKER) for _ in range(5))
    children = list(factories.family(12).children.all())
    now = timezone.now()
    for viewer, count, weeks in (
        (one, 12, ()),
        (busy, 12, range(1, 9)),
        *((u, 2, ()) for u in usual),
    ):
        for child in children[:count]:
            for ago in (0, *weeks):
                looked(now - ago * WEEK - HOUR, by=viewer, page="child", child=child)

    found = {each.user: each for each in often(now)}
    alone = [[each.user for each in often(now, wish)] for wish in (
        Asked(kind="unusual"), Asked(viewer=busy.pk), Asked(kind="unusual", viewer=busy.pk)
    )]  # fmt: skip
    client.force_login(factories.user(Role.AUDITOR))
    page = client.get(reverse("audit-often") + "?kind=unusual").content.decode()
    file = client.get(reverse("audit-often-csv") + "?kind=unusual").getvalue().decode()
    before = client.get(reverse("audit-often") + "?until=01.01.2019").content.decode()

    assert [user for user, each in found.items() if each.is_unusual] == [one]
    assert next(iter(found)) == one
    assert alone == [[one], [busy], []]
    assert page.count('<th scope="row">') == 1
    assert page.count('class="n"') == 8  # four numbers and their heads
    assert reverse("audit", query={"viewer": one.pk}) in page.replace("&amp;kind=records", "")
    assert file.splitlines()[1] == f"{one},12,0,0.0,2.0,Unusual"
    assert "Nobody opened a record in the last seven days" in before
    assert (found[busy].recent, found[busy].own_usual, found[busy].role_usual) == (12, 12, 2)


def test_week_is_drawn_once_and_asked_of_a_reviewer_who_did_not_look():
    child = factories.child()
    viewer = factories.user(Role.REVIEWER, team=None)
    other = factories.user(Role.REVIEWER, team=None)
    finance = factories.user(Role.FINANCE_OFFICER)
    on = timezone.localdate()
    last_week = timezone.now() - WEEK
    for by, page_, purpose in (
        (viewer, "child", ""), (viewer, "child", "audit"), (viewer, "child-verify", ""),
        (finance, "child", ""), (child.registered_by, "child", ""),
    ):  # fmt: skip
        looked(last_week, by=by, page=page_, child=child, purpose=purpose)
    looked(timezone.now() - 3 * WEEK, by=viewer, page="child", child=child)

    drawn = drawn_looks.draw(on=on, lot=random.Random(1))

    assert [each.look.by for each in drawn] == [viewer]
    assert drawn[0].asked_of != viewer
    assert drawn[0].asked_of.has_perm("cases.answer_look")
    assert drawn_looks.draw(on=on) == []
    assert other.pk


def test_answer_is_given_once_in_words_and_by_another(client):
    drawn = factories.drawn_look(factories.child())
    assert "Not answered</span>" in page(client, "audit-drawn")
    reviewer = factories.user(Role.REVIEWER)
    client.force_login(reviewer)
    at = reverse("audit-answer", args=[drawn.pk])
    assert "Why was this record opened?" in client.get(at).content.decode()

    assert client.post(at, {"version": 1, "words": " "}).status_code == 200
    assert client.post(at, {"version": 1, "words": "A lawyer rang."}).status_code == 302
    assert client.post(at, {"version": 2, "words": "Another."}).status_code == 409

    text = page(client, "audit-drawn")
    assert "A lawyer rang." in text
    assert "Not answered</span>" not in text
    own = factories.drawn_look(factories.child(), by=reviewer)
    with pytest.raises(CannotAnswer, match="Nobody answers for their own look"):
        drawn_looks.answer(look=own, version=1, by=reviewer, words="Mine.")
    client.force_login(reviewer)
    assert client.get(reverse("audit-answer", args=[own.pk])).status_code == 404


def test_database_holds_what_was_drawn_and_answered():
    reviewer = factories.user(Role.REVIEWER)
    drawn = factories.drawn_look(factories.child())
    mine = factories.drawn_look(factories.child(), by=reviewer)
    rows = DrawnLook.objects.filter(pk=drawn.pk)
    with refused("drawn_look_answered_by_another"):
        DrawnLook.objects.filter(pk=mine.pk).update(
            answer="x", answered_by=reviewer, answered_at=timezone.now()
        )
    with refused("drawn_look_answer_in_words"):
        rows.update(answered_by=reviewer, answered_at=timezone.now())
    with refused("drawn_look_answer_whole"):
        rows.update(answer="x", answered_by=reviewer)
    with refused("drawn_look_stays"):
        rows.update(look=AccessRow.objects.create(by=reviewer, page="home"))
    with refused("no_delete"):
        execute("DELETE FROM cases_drawnlook")
    drawn_looks.answer(look=drawn, version=1, by=reviewer, words="A lawyer rang.")
    with refused("drawn_look_answer_stays"):
        rows.update(answer="Another.")


def test_what_was_refused_is_told_to_the_auditor(client):
    child = factories.child()
    client.force_login(factories.user(Role.OFFICIAL))
    assert client.get(child.get_absolute_url()).status_code == 403
    client.force_login(factories.user(Role.CASEWORKER, team=None))
    assert client.get(child.get_absolute_url()).status_code == 404
    assert client.get("/nothing/").status_code == 404

    text = page(client, "audit-refused")

    assert "Not for this role" in text
    assert "No such record, or not for this person" in text
    assert RefusedAttempt.objects.count() == 2
    assert child.reference not in text


def test_list_of_a_hundred_thousand_looks_needs_no_walk_through_them():
    auditor = factories.user(Role.AUDITOR)
    execute(
        "INSERT INTO cases_accessrow (by_id, page, rows) "
        "SELECT %s, 'children', 1 FROM generate_series(1, 5000)", auditor.pk
    )  # fmt: skip
    execute("ANALYZE cases_accessrow")

    for asked in (Asked(), Asked(kind="outside")):
        assert "Seq Scan on cases_accessrow" not in looks(asked)[:26].explain()


def test_failed_sign_ins_are_counted_by_day_and_address_and_name_nobody(client):
    whom = factories.user(Role.CASEWORKER, username="sitora")
    for name, address in (
        ("sitora", "10.0.0.1"), ("sitora", "10.0.0.1"), ("my password", "10.0.0.1"),
        ("sitora", "10.0.0.2"),
    ):  # fmt: skip
        typed = {"username": name, "password": "wrong"}
        Client().post(reverse("login"), typed, REMOTE_ADDR=address)

    text = page(client, "audit-failed", query="?kind=login&about=10.0.0.1")
    rows = client.get(reverse("audit-failed")).context["rows"]
    file = client.get(reverse("audit-failed-csv")).getvalue().decode()

    assert [[cell.text for cell in row[1:4]] for row in rows] == [
        ["10.0.0.1", 3, 2],
        ["10.0.0.2", 1, 1],
    ]
    assert "10.0.0.2" not in text
    assert "10.0.0.2" in file
    for secret in ("sitora", "my password", "wrong", str(whom.pk)):
        assert secret not in " ".join(FailedSignIn.objects.values_list("name", flat=True))
    assert "my password" not in text + file


def test_what_is_tried_while_one_waits_leaves_no_row():
    for _time in range(9):
        Client().post(reverse("login"), {"username": "sitora", "password": "wrong"})

    assert FailedSignIn.objects.count() == FAILURES_ALLOWED


def test_wrong_code_is_told_as_such(client):
    whom = factories.user(Role.CASEWORKER)
    request = RequestFactory().get("/")
    request.user = whom

    Tries(request, "factor").failed()

    assert "Codes of the second factor" in page(client, "audit-failed")
    assert len(client.get(reverse("audit-failed") + "?kind=factor").context["rows"]) == 1
    assert client.get(reverse("audit-failed") + "?kind=login").context["rows"] == []


def test_other_lists_are_narrowed_and_come_as_files(client):
    child, one = factories.child(), factories.user(Role.OFFICIAL)
    factories.drawn_look(child)
    for status in (403, 404):
        RefusedAttempt.objects.create(by=one, page="child", status=status)
    client.force_login(factories.user(Role.AUDITOR))

    def rows(name: str, query: str) -> int:
        return len(client.get(reverse(name) + query).context["rows"])

    found = [
        rows("audit-refused", query)
        for query in ("", "?kind=role", f"?viewer={one.pk}", "?viewer=1", "?until=01.01.2019")
    ]
    drawn = [rows("audit-drawn", query) for query in ("?kind=open", "?kind=answered")]

    assert found == [2, 1, 2, 2, 0]
    assert drawn == [1, 0]
    for name, lines in (("audit-refused-csv", 3), ("audit-drawn-csv", 2)):
        file = client.get(reverse(name)).getvalue().decode()
        assert file.count("\n") == lines
        assert child.person.name not in file
