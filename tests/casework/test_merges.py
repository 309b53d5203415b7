"""Two cases of one child merged by two people, and parted again."""

from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from cases.casework import (
    agreement_changes,
    cases,
    children,
    closings,
    duplicates,
    merges,
    mother_changes,
    task_acts,
)
from cases.casework.acting import acting
from cases.casework.agreement_changes import CannotMoveFamily
from cases.casework.editing import Stale
from cases.casework.journal import CannotMove
from cases.casework.merges import CannotMerge
from cases.casework.mother_changes import CannotMoveChildren
from cases.models import Child, Merge, columns
from cases.vocabulary import (
    AnswerOnPair,
    ClearanceKind,
    ClosedReason,
    FatherStatus,
    MergedField,
    Reason,
    Role,
    Stage,
)
from tests import factories
from tests.factories import DAY
from tests.races import came_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
#: Sums for speed, and what the background compares: neither says anything of its own.
DERIVED = ("cases_keptsum", "cases_keptpast", "cases_tocompare", "cases_possiblepair")


@pytest.fixture
def officer():
    return factories.user(Role.CASEWORKER)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


@pytest.fixture
def pair():
    return factories.same_child(factories.child(Stage.VERIFIED), factories.child())


def fresh(*children):
    return [
        Child.objects.select_related("person", "agreement").get(pk=each.pk) for each in children
    ]


def ask(keeps, gives_up, by, *taken):
    return merges.ask(
        keeps=keeps,
        gives_up=gives_up,
        versions=(keeps.version, gives_up.version),
        by=by,
        on=TODAY(),
        taken=taken,
        reason="The mother says she has one daughter.",
    )


def do(act, merge, by, **more):
    with acting(by):
        done = act(merge=merge, versions=factories.versions(merge), by=by, on=TODAY(), **more)
        connection.check_constraints()
    return done


def merged(keeps, gives_up, officer, reviewer, *taken):
    return do(merges.approve, ask(keeps, gives_up, officer, *taken), reviewer)


def parted(merge, officer, reviewer):
    asked = do(merges.ask_to_undo, merge, officer, reason="Two girls after all.")
    return do(merges.undo, asked, reviewer)


def task(child, by):
    given = {"assigned_to": by, "text": "Call the aunt", "due_on": factories.AHEAD}
    return task_acts.add(child=child, by=by, **given)


def rows_of_the_register():
    """Return every row of the tables that people write, but for its version."""
    tables = [m._meta.db_table for m in columns.tables() if m._meta.db_table not in DERIVED]
    union = " UNION ALL ".join(
        f"SELECT '{table}', to_jsonb(t) - 'version' FROM {table} t" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(union)
        return Counter(cursor.fetchall())


def much_work(child, by):
    """Leave a row of each kind on a case."""
    factories.document(child)
    factories.grant(child, ClearanceKind.EXIT_PERMIT)
    factories.consent(child)
    cases.add_note(child=child, by=by, on=DAY, text="She likes to draw.")
    task(child, by)


@pytest.mark.django_db(transaction=True)
def test_merge_moves_the_rows_and_its_undoing_restores_each(officer, reviewer, pair):
    much_work(pair[1], officer)
    keeps, gives_up = fresh(*pair)
    before = rows_of_the_register()

    merge = merged(keeps, gives_up, officer, reviewer, *MergedField)

    keeps, gives_up = fresh(keeps, gives_up)
    assert (gives_up.stage, gives_up.closed_reason) == (Stage.CLOSED, ClosedReason.DUPLICATE)
    assert (keeps.notes.count(), keeps.documents.count(), keeps.clearances.count()) == (1, 1, 2)
    assert keeps.tasks.filter(text="Call the aunt", outcome=None).exists()
    assert (keeps.consents.count(), gives_up.consents.count()) == (0, 1)
    assert (
        keeps.person.name
        == gives_up.person.names.model.everything.get(person=keeps.person, is_primary=True).text
    )
    parted(merge, officer, reviewer)
    assert before - rows_of_the_register() == Counter()
    assert fresh(gives_up)[0].stage == Stage.REGISTERED


def test_one_person_cannot_merge_alone(officer, pair):
    merge = ask(*pair, officer)

    with pytest.raises(CannotMerge, match="second person"):
        do(merges.approve, merge, officer)


def test_closing_alone_does_not_merge_and_a_closing_sent_back_drops_the_merge(
    officer, reviewer, pair
):
    merge = ask(*pair, officer)
    gives_up = fresh(merge.gives_up)[0]
    step = {"child": gives_up, "version": gives_up.version, "by": reviewer, "on": TODAY()}

    with pytest.raises(CannotMove, match="to be merged"):
        closings.approve_closing(**step)
    do(merges.send_back, merge, reviewer, reason=Reason.INCOMPLETE)

    merge.refresh_from_db()
    assert merge.dropped_by == reviewer
    assert fresh(gives_up)[0].closing_asked_by is None


def _fee(child):
    factories.bring_to(child, Stage.CLEARED)
    assert child.fees.exists()


def _seat(child):
    factories.give_seats(factories.movement(), factories.bring_to(child, Stage.CLEARED))


def _error(child):
    factories.close(child, ClosedReason.ERROR)


def _leaves(child):
    mother_changes.ask(
        mother=child.mother,
        version=child.mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        children=[child],
        to=factories.family(1, name="Саида Каримова"),
        reason="The court file names another mother.",
    )


def _family_leaves(child):
    agreement_changes.ask(
        mother=child.mother,
        version=child.mother.version,
        by=factories.user(Role.CASEWORKER),
        on=DAY,
        to=factories.bare_agreement(),
        reason="The camp is in Syria.",
    )


@pytest.mark.parametrize(
    ("binds", "sentence"),
    [
        (_fee, "has a fee, and money does not move. Keep this number instead."),
        (_seat, "has a place on"),
        (factories.hearing, "has no outcome. Record it first."),
        (factories.claim, "is open. Decide on it first."),
        (_error, "is closed. Reopen it first"),
        (_leaves, "to another mother is requested. Answer that first."),
        (_family_leaves, "to another agreement is requested. Answer that first."),
    ],
)
def test_what_binds_a_number_is_refused_with_what_to_do(officer, pair, binds, sentence):
    binds(pair[1])

    with pytest.raises(CannotMerge, match=sentence):
        ask(*fresh(*pair), officer)


def test_who_is_merged_stays_with_mother_and_agreement_until_the_next_step(officer, pair):
    asked = ask(*fresh(*pair), officer)
    with pytest.raises(CannotMoveChildren, match="Answer that first"):
        _leaves(pair[0])
    made = do(merges.approve, asked, factories.user(Role.REVIEWER))
    keeps, gives_up = Child.objects.filter(pk__in=[each.pk for each in pair]).order_by("pk")
    for leave, child, refusal in (
        (_leaves, keeps, CannotMoveChildren),
        (_leaves, gives_up, CannotMoveChildren),
        (_family_leaves, gives_up, CannotMoveFamily),
    ):
        with pytest.raises(refusal, match="Undo the merge first, or wait"):
            leave(child)
    step = {"child": keeps, "version": factories.versions(made)[0], "by": officer, "on": TODAY()}
    cases.defer(**step, reason=Reason.DOCUMENTS, review_due_on=factories.AHEAD)
    _leaves(Child.objects.get(pk=keeps.pk))


def test_cases_that_nobody_called_the_same_are_not_merged(officer):
    with pytest.raises(CannotMerge, match="Answer first"):
        ask(*fresh(factories.child(), factories.child()), officer)


@pytest.mark.django_db(transaction=True)
def test_what_was_done_since_and_cannot_be_parted_is_named(officer, reviewer, pair):
    factories.document(pair[1])
    merge = merged(*fresh(*pair), officer, reviewer, MergedField.PLACE)
    keeps = fresh(merge.keeps)[0]
    cases.add_note(child=keeps, by=officer, on=TODAY(), text="Goes on.")
    merge = do(merges.ask_to_undo, merge, officer, reason="Twins.")
    paper = keeps.documents.get()
    factories.document(keeps, translation_of=paper, language="en")

    with pytest.raises(CannotMerge, match="resting on what moved: Documents"):
        do(merges.undo, merge, reviewer)

    keeps = fresh(keeps)[0]
    until, why = Reason.DOCUMENTS, {"review_due_on": factories.AHEAD}
    step = {"child": keeps, "version": keeps.version, "by": officer, "on": TODAY()}
    cases.defer(**step, reason=until, **why)
    with pytest.raises(CannotMerge, match="has moved on since: Deferred"):
        do(merges.undo, merge, reviewer)


def test_a_fact_changed_since_is_named(officer, reviewer, pair):
    keeps, gives_up = pair
    with acting(officer):
        children.edit_father(
            gives_up,
            version=gives_up.version,
            by=officer,
            on=DAY,
            father_name="Карим",
            father_status=FatherStatus.DECEASED,
            father_evidence="Certificate 114/2019",
        )
    merge = merged(*fresh(keeps, gives_up), officer, reviewer, MergedField.FATHER)
    keeps = fresh(keeps)[0]
    assert keeps.father_name == "Карим"
    said = {"father_name": "Каримов", "father_status": keeps.father_status, "father_evidence": ""}
    children.edit_father(keeps, version=keeps.version, by=officer, on=TODAY(), **said)

    with pytest.raises(CannotMerge, match=r"Record of the child .*father.s name.*Change it back"):
        do(merges.ask_to_undo, merge, officer, reason="Twins.")


def test_undoing_that_is_sent_back_leaves_them_merged(officer, reviewer, pair):
    merge = merged(*pair, officer, reviewer)
    merge = do(merges.ask_to_undo, merge, officer, reason="Twins.")

    do(merges.keep_merged, merge, reviewer, reason=Reason.INCOMPLETE)

    assert Merge.objects.standing().get().undo_asked_by is None
    assert fresh(merge.gives_up)[0].stage == Stage.CLOSED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_merge_one_pair_at_once_one_is_told(officer, pair):
    one, other = pair
    another = factories.user(Role.CASEWORKER)
    asks = [lambda: ask(one, other, officer), lambda: ask(other, one, another)]

    came = came_of(asks, CannotMerge, Stale)

    assert came["done"] == 1
    assert sum(came.values()) == 2
    merge = Merge.objects.get()
    seen = factories.versions(merge)
    people = [factories.user(Role.REVIEWER) for _ in range(2)]

    def approve(by):
        return merges.approve(merge=merge, versions=seen, by=by, on=TODAY())

    came = came_of([lambda: approve(people[0]), lambda: approve(people[1])], CannotMerge, Stale)
    assert came == {"done": 1, "Stale": 1}


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_not_taken_back_while_somebody_merges_by_it(officer, reviewer, pair):
    one, other = pair
    taken = {"verdict": AnswerOnPair.TAKEN_BACK, "reason": "Two girls.", "on": TODAY()}
    acts = [
        lambda: ask(one, other, officer),
        lambda: duplicates.answer(one, other, by=reviewer, **taken),
    ]

    came = came_of(acts, CannotMerge, Stale, duplicates.Contradicts)

    assert came["done"] == 1
    assert sum(came.values()) == 2
