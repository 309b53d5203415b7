"""A mistake is taken back on the same day, by the same person, and stays on record."""

import datetime

import pytest

from cases.casework import cases, undoing
from cases.casework.acting import acting
from cases.casework.journal import CannotMove
from cases.figures.counts import standing
from cases.models import Child, Journal
from cases.queries.refusals import undo_refusals
from cases.vocabulary import Act, ClearanceKind, HoldReason, Reason, Role, Stage
from tests import clock, factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(days=30)


def defer(child: Child, by):
    cases.defer(
        child=child,
        version=child.version,
        by=by,
        on=clock.today(),
        reason=Reason.COURT,
        review_due_on=clock.today() + SOON,
    )
    child.refresh_from_db()


def undo(child: Child, by) -> Journal:
    child.refresh_from_db()
    entry = undoing.undo(child=child, version=child.version, by=by, on=clock.today())
    child.refresh_from_db()
    return entry


def test_undone_step_gives_back_stage_day_and_facts():
    child, by = factories.child(Stage.VERIFIED), factories.user(Role.CASEWORKER)
    since = child.stage_since
    defer(child, by)

    entry = undo(child, by)

    assert (child.stage, child.stage_since, child.review_due_on) == (Stage.VERIFIED, since, None)
    assert (entry.undoes.act, entry.from_stage, entry.to_stage) == (
        Act.DEFER,
        Stage.DEFERRED,
        Stage.VERIFIED,
    )


def test_undone_verification_can_be_given_again():
    child = factories.child()
    factories.grant(child, ClearanceKind.IDENTITY)
    by = factories.user(Role.REVIEWER)
    for _round in range(2):
        child.refresh_from_db()
        cases.verify(child=child, version=child.version, by=by, on=clock.today(), **factories.SEEN)
        undo(child, by)

    assert (child.stage, child.verified_by) == (Stage.REGISTERED, None)


@pytest.mark.django_db(transaction=True)  # guards tell what is of this transaction
def test_undone_extension_of_a_hold_leaves_the_hold_before_it():
    child, by, on = factories.child(), factories.user(Role.CASEWORKER), clock.today()
    first = on + datetime.timedelta(days=10)
    for until in (first, on + datetime.timedelta(days=20)):
        child.refresh_from_db()
        case = {"child": child, "version": child.version, "by": by, "on": on}
        cases.hold(reason=HoldReason.OTHER, until=until, **case)
    child.refresh_from_db()
    with pytest.raises(CannotMove, match="already on hold until this day"):
        cases.hold(reason=HoldReason.OTHER, until=until, **case | {"version": child.version})

    with acting(by):  # as a page: the guards ask what it writes
        undo(child, by)

    assert (child.hold_reason, child.hold_until) == (HoldReason.OTHER, first)


def test_undone_hold_and_assignment_leave_the_stage():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    before = child.caseworker
    cases.assign(child=child, version=child.version, by=by, on=clock.today(), caseworker=by)

    undo(child, by)
    cases.hold(
        child=child,
        version=child.version,
        by=by,
        on=clock.today(),
        reason=HoldReason.OTHER,
        until=clock.today() + SOON,
    )
    undo(child, by)

    assert (child.caseworker, child.hold_reason, child.hold_until) == (before, None, None)


def test_undone_assignment_gives_the_tasks_back():
    first, second = factories.user(Role.CASEWORKER), factories.user(Role.CASEWORKER)
    child = factories.child(caseworker=first)
    cases.assign(child=child, version=child.version, by=first, on=clock.today(), caseworker=second)
    given = set(child.tasks.open().values_list("rule", "assigned_to"))

    undo(child, first)

    back = set(child.tasks.open().values_list("rule", "assigned_to"))
    assert (given, back) == ({("requirement", second.pk)}, {("requirement", first.pk)})


def test_note_after_the_step_does_not_keep_it():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    defer(child, by)
    cases.add_note(child=child, by=by, on=clock.today(), text="Sent by mistake.")

    undo(child, by)

    assert child.stage == Stage.REGISTERED


def test_undo_of_another_or_of_what_has_led_on_is_refused():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    defer(child, by)

    with pytest.raises(CannotMove, match=", who did this, can undo it"):
        undo(child, factories.user(Role.REVIEWER))
    undo(child, by)
    with pytest.raises(CannotMove, match="cannot be undone"):
        undo(child, by)
    assert child.journal.filter(act=Act.UNDO).count() == 1


def test_undo_the_day_after_is_refused():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    defer(child, by)

    with pytest.raises(CannotMove, match="only on the day"):
        undoing.undo(
            child=child, version=child.version, by=by, on=clock.today() + datetime.timedelta(days=1)
        )


@pytest.mark.parametrize(
    ("entered_at", "day"),
    [
        ("2019-02-28 19:00", "2019-03-01"),
        ("2019-03-01 18:59", "2019-03-01"),
        ("2019-03-01 19:00", "2019-03-02"),
        ("2019-03-01 23:59", "2019-03-02"),
        ("2019-03-02 00:00", "2019-03-02"),
    ],
)
def test_day_on_which_a_step_is_undone_is_that_of_dushanbe(entered_at, day):
    by = factories.user(Role.CASEWORKER)
    at = datetime.datetime.fromisoformat(f"{entered_at}+00:00")
    entry = Journal(act=Act.DEFER, by=by, at=at)
    days = [datetime.date(2019, 2, 28) + datetime.timedelta(days=n) for n in range(4)]

    open_on = [on for on in days if not undo_refusals(entry, by=by, on=on)]

    assert open_on == [datetime.date.fromisoformat(day)]


def test_decision_is_never_undone():
    child = factories.child(Stage.ELIGIBLE)
    by = child.journal.filter(act=Act.DECIDE).get().by

    with pytest.raises(CannotMove, match="cannot be undone"):
        undo(child, by)


def test_figures_of_an_earlier_day_count_neither_the_slip_nor_its_undoing():
    child, by = factories.child(Stage.VERIFIED), factories.user(Role.CASEWORKER)
    day = child.stage_since + datetime.timedelta(days=1)
    cases.defer(
        child=child,
        version=child.version,
        by=by,
        on=day,
        reason=Reason.COURT,
        review_due_on=clock.today() + SOON,
    )
    undo(child, by)

    found = standing(Child.objects.all(), on=day, today=clock.today()).get()

    assert (found.at_stage, found.at_since) == (Stage.VERIFIED, child.stage_since)


def _write_undo(child: Child, undone: Journal, **other: object) -> None:
    said = {
        "child_id": child.pk,
        "act": "undo",
        "from_stage": undone.to_stage,
        "to_stage": undone.from_stage,
        "by_id": undone.by_id,
        "happened_on": undone.happened_on,
        "undoes_id": undone.pk,
        "detail": undone.act,
    } | other
    names = ", ".join(said)
    values = ", ".join(["%s"] * len(said))
    execute(
        f"INSERT INTO cases_journal ({names}, reason) VALUES ({values}, '')",
        *said.values(),
    )


def test_untrue_undo_is_refused_by_the_database():
    child, by = factories.child(), factories.user(Role.CASEWORKER)
    defer(child, by)
    slip = child.journal.first()
    elsewhere = factories.child()

    for lie in (
        {"by_id": factories.user(Role.REVIEWER).pk},
        {"child_id": elsewhere.pk},
        {"to_stage": "verified"},
        {"detail": "hold"},
    ):
        with refused("journal_undo_is_true"):
            _write_undo(child, slip, **lie)
    with refused("journal_undo_names_its_entry"):
        _write_undo(child, slip, undoes_id=None)
    with refused("journal_undo_is_true"):
        _write_undo(child, child.journal.get(act=Act.REGISTER), from_stage=None, to_stage=None)
    cases.assign(child=child, version=child.version, by=by, on=clock.today(), caseworker=by)
    with refused("journal_undo_of_the_last"):
        _write_undo(child, slip)
