"""Disposal: a case past its term is blanked by two people; figures, money and seals hold."""

import threading
from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, models

from cases.casework import (
    closings,
    disposals,
    enquiries,
    seals,
)
from cases.casework.disposals import CannotDispose
from cases.casework.editing import Stale
from cases.casework.enquiries import CannotEnquire
from cases.casework.journal import CannotMove
from cases.figures.recount import recount
from cases.models import (
    Child,
    Disposal,
    EnquiryAnswer,
    Fee,
    Journal,
    KeptSum,
    MissedFee,
    Passenger,
    Task,
    Telling,
)
from cases.models.disposed import BLANKED, KEPT
from cases.queries.seals import first_fault
from cases.vocabulary import ClosedReason, Reason, RetentionClass, Role
from tests import clock, factories
from tests.casework.disposed_cases import (
    answered_enquiry,
    disposed,
    due,
    files_told,
    told,
    whole_case,
)
from tests.models.attacked import copied
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
#: What is read of a person: texts, documents, and the days of a birth.
TELLING = (models.CharField, models.TextField, models.JSONField, models.UUIDField, models.FileField)
BIRTHS = ("born_earliest", "born_latest", "born_stated_on")


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def figures() -> list[object]:
    """Return the sums of every figure, the money, the references and what was done when."""
    sums = Counter()
    for row in KeptSum.objects.values_list(
        "kind", "agreement_id", "part", "detail", "day", "n", "amount"
    ):
        sums[row[:5]] += row[5]
    return [
        {key: n for key, n in sums.items() if n},
        sorted(Fee.objects.values_list("amount", "currency", "status", "received")),
        sorted(Child.objects.values_list("reference", "stage", "returned_on", "closed_on")),
        sorted(Journal.objects.values_list("pk", "act", "from_stage", "to_stage", "happened_on")),
        sorted((m.__name__, m.objects.count()) for m in counted()),
    ]


def counted() -> list[type[models.Model]]:
    gone = ("Draft", "NameWord", "Disposal", "DisposalEvent", "DisposalCertificate", "ResealedRow")
    return [
        model
        for model in apps.get_app_config("cases").get_models()
        if model.__name__ not in gone and hasattr(model, "objects")
    ]


def test_nothing_of_a_whole_case_is_left_anywhere(
    admin, reviewer, django_capture_on_commit_callbacks
):
    of_others = files_told()
    child = whole_case()
    in_tables, in_files = told(), files_told()
    seals.seal()
    before = figures()
    with django_capture_on_commit_callbacks(execute=True):
        certificate = disposed(child, admin, reviewer).certificate

    assert len(in_tables) >= 2 * (len(BLANKED) - 6)
    assert in_files == of_others + 2
    assert (told(), files_told()) == ({}, of_others)
    assert figures() == before
    compared = recount()
    assert (compared.cases, compared.sums) == ((), ())
    assert certificate.files == 2
    assert set(certificate.rows) >= set(in_tables) - {"cases_nameword"}
    assert certificate.resealed > len(BLANKED)
    assert first_fault() is None


def test_nothing_of_an_enquiry_about_no_child_is_left_anywhere(admin, reviewer):
    asked, agreement = answered_enquiry(), factories.agreement()
    factories.retention_term(agreement, RetentionClass.ENQUIRY, 0)
    in_tables = told()
    seals.seal()
    before = figures()

    certificate = disposed(asked, admin, reviewer).certificate

    assert {"cases_enquiry", "cases_enquiryevent", "cases_telling", "cases_draft"} <= {*in_tables}
    assert told() == {}
    assert figures() == before
    assert set(certificate.rows) >= {*in_tables}
    assert first_fault() is None
    asked.refresh_from_db()
    with pytest.raises(CannotEnquire, match="This enquiry was disposed of"):
        enquiries.choose(enquiry=asked, version=asked.version, by=reviewer, child=None)
    for guard, sql in (
        ("enquiry", f"UPDATE cases_enquiry SET asker = 'Anew' WHERE id = {asked.pk}"),
        ("telling", copied(Telling, asked.tellings.get().pk)),
        ("enquiryanswer", copied(EnquiryAnswer, asked.answers.get().pk)),
    ):
        with refused(f"{guard}_of_a_case_kept"):
            execute(sql)
    with pytest.raises(CannotDispose, match="This enquiry was disposed of already"):
        disposals.ask(record=asked, by=admin, on=clock.today())


def test_enquiry_is_kept_by_the_longest_term_and_until_it_is_answered(admin):
    asked, unanswered = answered_enquiry(), factories.chosen_enquiry(None)
    about_a_child = factories.chosen_enquiry(factories.child())
    factories.retention_term(factories.agreement(), RetentionClass.ENQUIRY, 0)
    disposal = disposals.ask(record=asked, by=admin, on=clock.today())
    disposals.drop(disposal=disposal, version=1, by=admin)
    factories.retention_term(factories.second_agreement(), RetentionClass.ENQUIRY, 100)

    for enquiry in (asked, unanswered, about_a_child):
        with pytest.raises(CannotDispose, match="Only an answered enquiry about no child"):
            disposals.ask(record=enquiry, by=admin, on=clock.today())
        with refused("disposal_of_what_is_due"):
            Disposal.objects.create(
                enquiry=enquiry,
                records=RetentionClass.ENQUIRY,
                kept_until=factories.DAY,
                asked_by=admin,
                asked_at=factories.NOON,
            )


@pytest.mark.parametrize(
    "model",
    [m for m in apps.get_app_config("cases").get_models() if not hasattr(m, "pgh_tracked_model")],
    ids=lambda model: model.__name__,
)
def test_every_column_that_could_tell_is_blanked_or_kept_for_a_reason(model):
    blanked = BLANKED.get(model.__name__)
    declared = set(blanked.columns) if blanked else set()
    whole = model.__name__ in KEPT
    undeclared = [
        field.column
        for field in model._meta.concrete_fields
        if (isinstance(field, TELLING) and not field.choices) or field.column in BIRTHS
        if field.column not in declared
        if not whole and f"{model.__name__}.{field.column}" not in KEPT
    ]

    assert undeclared == []
    assert declared <= {field.column for field in model._meta.concrete_fields}


def test_tables_that_are_not_ours_are_known():
    theirs = {m.__name__ for m in apps.get_models() if m._meta.app_label != "cases"}

    # Permissions and sessions; what failed at sign-in, without the name; who acted, by key.
    assert theirs == {
        *("LogEntry", "Permission", "Group", "ContentType", "Session", "Context", "Events"),
        *("MiddlewareEvents", "AccessFailureLog", "AccessAttempt", "AccessAttemptExpiration"),
        "AccessLog",
    }


def test_sibling_and_shared_mother_stay_until_the_last_one(admin, reviewer):
    mother = factories.family(2, name="Манижа Раҳимова")
    first, second = mother.children.order_by("pk")
    factories.retention_term(first.agreement, RetentionClass.AWAY, 0)
    for child in (first, second):
        factories.document(child)
        factories.close(child, ClosedReason.OTHER_STATE)
    hers = mother.person.name

    disposed(first, admin, reviewer)
    names = [Child.objects.get(pk=c.pk).person.name for c in (first, second)]
    mother.refresh_from_db()
    assert names[0] == "–"
    assert names[1] not in ("", "–")
    assert second.documents.get().name != "–"
    assert mother.person.names.first().text == hers

    disposed(second, admin, reviewer)
    assert mother.person.names.first().text == "–"
    assert type(mother).objects.get(pk=mother.pk).held_at is None


def test_other_agreement_and_other_families_lose_nothing(admin, reviewer):
    theirs = factories.child(under=factories.second_agreement())
    name = theirs.person.name

    disposed(due(), admin, reviewer)

    assert Child.objects.get(pk=theirs.pk).person.name == name
    assert theirs.person.names.get().match_key != ""


def test_case_is_not_disposed_of_before_its_term_nor_while_open(admin):
    open_case, kept_on = factories.child(), factories.child()
    factories.retention_term(open_case.agreement, RetentionClass.AWAY, 100)
    factories.close(kept_on, ClosedReason.OTHER_STATE)

    for child, sentence in ((open_case, "The case is open"), (kept_on, "not past the term")):
        with pytest.raises(CannotDispose, match=sentence):
            disposals.ask(record=child, by=admin, on=clock.today())
        with refused("disposal_of_what_is_due"):
            Disposal.objects.create(
                child=child,
                records="away",
                kept_until=factories.DAY,
                asked_by=admin,
                asked_at=factories.NOON,
            )


def test_case_with_something_open_is_kept(admin):
    child = factories.child()
    factories.retention_term(child.agreement, RetentionClass.AWAY, 0)
    factories.claim(child)
    factories.close(child, ClosedReason.OTHER_STATE)
    with factories.past_the_guards():
        Task.objects.create(child=child, rule="age", about="18")
        MissedFee.objects.create(
            child=child,
            schedule=child.agreement.fee_schedules.first(),
            due_on=factories.DAY,
            asked_by=admin,
            asked_at=factories.NOON,
        )
        Passenger.objects.create(movement=factories.movement(), child=child, status="proposed")

    with pytest.raises(CannotDispose) as refusal:
        disposals.ask(record=child, by=admin, on=clock.today())

    assert refusal.value.reasons == (
        "A missed fee waits for a second person.",
        "A task of this case is open.",
        "The child has a place on a movement that is not over.",
        "A kinship claim waits for a decision.",
    )


def test_second_person_is_another_and_finds_what_opened_since(admin, reviewer):
    child = due()
    disposal = disposals.ask(record=child, by=admin, on=clock.today())

    with pytest.raises(CannotDispose, match="You requested this"):
        disposals.approve(disposal=disposal, version=1, by=admin, on=clock.today())
    with pytest.raises(CannotDispose, match="Already requested"):
        disposals.ask(record=child, by=reviewer, on=clock.today())
    child.refresh_from_db()
    reopening = {"by": reviewer, "on": clock.today(), "reason": Reason.MISTAKE}
    closings.ask_to_reopen(child=child, version=child.version, **reopening)
    with pytest.raises(CannotDispose, match="The reopening of this case is requested"):
        disposals.approve(disposal=disposal, version=1, by=reviewer, on=clock.today())
    with pytest.raises(Stale):
        disposals.approve(disposal=disposal, version=2, by=reviewer, on=clock.today())


def test_request_is_withdrawn_while_it_waits(admin, reviewer):
    child = due()
    disposal = disposals.ask(record=child, by=admin, on=clock.today())
    disposals.drop(disposal=disposal, version=1, by=admin)

    with pytest.raises(CannotDispose, match="No disposal is requested"):
        disposals.approve(disposal=disposal, version=2, by=reviewer, on=clock.today())
    assert child.person.name != "–"
    disposals.ask(record=child, by=admin, on=clock.today())


def test_function_does_nothing_without_two_people(admin):
    disposal = disposals.ask(record=due(), by=admin, on=clock.today())

    with refused("disposal_approved_by_two"):
        execute("SELECT cases_dispose(%s, now()::date)", disposal.pk)


def test_setting_alone_silences_no_guard(admin):
    child = due()
    execute("SELECT set_config('cases.disposing', 'yes', true)")

    with refused("append_only"):
        execute("DELETE FROM cases_journal WHERE child_id = %s", child.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does(admin):
    child = due()
    disposal = disposals.ask(record=child, by=admin, on=clock.today())
    people = [factories.user(Role.REVIEWER) for _ in range(4)]
    outcomes: list[str] = []

    def approve(person) -> None:
        try:
            disposals.approve(disposal=disposal, version=1, by=person, on=clock.today())
            outcomes.append("done")
        except (CannotDispose, CannotMove, Stale):
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(outcomes) == {"done": 1, "refused": 3}
    assert Disposal.objects.made().count() == 1
