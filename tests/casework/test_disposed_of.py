"""What was disposed of stays so: nothing is added to it, told of it anew or hidden behind it."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from cases.casework import (
    cases,
    comparing,
    disposals,
    drafts,
    journal,
    mothers,
    seals,
)
from cases.casework.acting import acting, command
from cases.casework.journal import CannotMove
from cases.casework.people import CannotEdit
from cases.models import (
    Child,
    Draft,
    Note,
    PersonName,
)
from cases.models.columns import tables as register
from cases.models.columns import tells_of_a_child
from cases.queries.seals import first_fault
from cases.vocabulary import Act, Role
from tests import clock, factories
from tests.casework.disposed_cases import disposed, due, whole_case
from tests.models.attacked import copied
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN)


@pytest.fixture
def reviewer():
    return factories.user(Role.REVIEWER)


def test_nobody_works_on_what_was_disposed_of(admin, reviewer):
    child = due()
    disposed(child, admin, reviewer)

    with pytest.raises(CannotMove, match="This case was disposed of on"):
        cases.add_note(child=child, by=reviewer, on=clock.today(), text="Later")
    with pytest.raises(CannotMove, match="This case was disposed of on"):
        disposals.ask(record=child, by=admin, on=clock.today())


def test_nothing_is_told_anew_of_what_was_disposed_of_by_sql_either(admin, reviewer):
    case = whole_case()
    disposed(case, admin, reviewer)
    tables = [each for each in register() if tells_of_a_child(each)]

    for model in tables:
        with refused(f"{model._meta.model_name}_of_a_case_kept"):
            of_case = {"pk" if model is Child else "child": case.pk}
            execute(copied(model, model._base_manager.filter(**of_case).last().pk))
    with refused("child_of_a_case_kept"):
        execute("UPDATE cases_child SET father_name = 'Told anew' WHERE id = %s", case.pk)

    assert len(tables) >= 15


def test_no_form_about_what_was_disposed_of_is_kept(admin, reviewer):
    case = whole_case()
    disposed(case, admin, reviewer)
    typed = {"text": ["Her aunt rang."]}

    for page in (f"/children/{case.reference}/notes/new/", f"/mothers/{case.mother.reference}/"):
        with pytest.raises(drafts.CannotKeep, match="disposed of"):
            drafts.keep_open(path=page, typed=typed, has_files=False, by=reviewer)
        with pytest.raises(drafts.CannotKeep, match="disposed of"):
            drafts.keep_unsent(path=page, typed=typed, has_files=False, by=reviewer)
        with refused("draft_of_a_case_kept"):
            Draft.objects.create(author=reviewer, form="unsent", data={"path": page})


def test_record_of_a_disposed_mother_stays_as_it_is(admin, reviewer):
    child = due()
    mother = child.mother
    disposed(child, admin, reviewer)
    mother.refresh_from_db()
    name = mother.person.names.last() or PersonName.everything.filter(person=mother.person).last()

    for guard, sql in (
        ("mother", f"UPDATE cases_mother SET proceedings = 'sentenced' WHERE id = {mother.pk}"),
        ("person", f"UPDATE cases_person SET sex = 'M' WHERE id = {mother.person_id}"),
        ("personname", f"UPDATE cases_personname SET text = 'Anew' WHERE id = {name.pk}"),
        ("personname", copied(PersonName, name.pk, is_primary="false")),
    ):
        with refused(f"{guard}_of_a_case_kept"):
            execute(sql)
    with pytest.raises(CannotEdit, match="This family was disposed of"):
        mothers.edit_place(
            mother, version=mother.version, by=reviewer, on=clock.today(), held_at=None
        )
    with pytest.raises(CannotMove, match="This family was disposed of"):
        factories.document(mother)


@pytest.mark.parametrize(
    "hides",
    [
        "UPDATE cases_personnameevent SET text = 'Other' WHERE pgh_id = %(row)s",
        "UPDATE cases_personnameevent SET script = 'Latn' WHERE pgh_id = %(row)s",
        "DELETE FROM cases_resealedrow WHERE of_table = 'cases_personnameevent' AND row = %(row)s",
        # An edit, and a row that says it was a disposal.
        (
            "UPDATE cases_personnameevent SET script = 'Latn' WHERE pgh_id = %(row)s; "
            "INSERT INTO cases_resealedrow (certificate_id, of_table, row, former, digest) SELECT "
            "certificate_id, of_table, row, digest, (SELECT "
            "sha256(convert_to('cases_personnameevent ' || t.pgh_id || ' ' "
            "|| to_jsonb(t)::text, 'UTF8')) FROM cases_personnameevent t "
            "WHERE t.pgh_id = %(row)s) FROM cases_resealedrow "
            "WHERE of_table = 'cases_personnameevent' AND row = %(row)s"
        ),
        # The same of a table that no disposal touches.
        (
            "UPDATE cases_journal SET happened_on = happened_on - 1 WHERE id = %(entry)s; "
            "INSERT INTO cases_resealedrow (certificate_id, of_table, row, former, digest) SELECT "
            "(SELECT max(id) FROM cases_disposalcertificate), of_table, row, digest, (SELECT "
            "sha256(convert_to('cases_journal ' || t.id || ' ' || to_jsonb(t)::text, 'UTF8')) "
            "FROM cases_journal t WHERE t.id = %(entry)s) FROM cases_sealedrow "
            "WHERE of_table = 'cases_journal' AND row = %(entry)s"
        ),
    ],
)
def test_no_edit_hides_behind_a_disposal(admin, reviewer, hides):
    child = due()
    entry = child.journal.first().pk
    seals.seal()
    disposed(child, admin, reviewer)
    assert first_fault() is None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(pgh_id) FROM cases_personnameevent WHERE person_id = %s", [child.person_id]
        )
        [row] = cursor.fetchone()
        cursor.execute("SELECT cases_look_plain(); SET LOCAL session_replication_role = replica")
        cursor.execute(hides, {"row": row, "entry": entry})

    fault = first_fault()

    assert fault is not None
    assert fault.what == "changed"


def test_edit_before_a_disposal_keeps_the_case(admin, reviewer):
    child = due()
    seals.seal()
    with factories.past_the_guards():
        execute(
            "UPDATE cases_personnameevent SET text = 'Other' WHERE person_id = %s", child.person_id
        )

    with refused("disposal_of_rows_as_sealed"):
        disposed(child, admin, reviewer)


def _waits() -> bool:
    """Return whether somebody waits for a lock, within five seconds."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_locks WHERE NOT granted")
            if cursor.fetchall():
                return True
        time.sleep(0.05)
    return False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_note_of_the_same_moment_is_blanked_or_refused(admin, reviewer, is_first):
    child, outcomes = due(), []
    disposal = disposals.ask(record=child, by=admin, on=clock.today())

    def note() -> None:
        with acting(reviewer):  # past the lock with which an act begins
            Note.objects.create(child=child, text="Later", by=reviewer)
            journal.record(child, act=Act.NOTE, by=reviewer, on=clock.today())

    def dispose() -> None:
        disposals.approve(disposal=disposal, version=1, by=reviewer, on=clock.today())

    def slower() -> None:
        try:
            with transaction.atomic():
                (dispose if is_first else note)()
            outcomes.append("done")
        except IntegrityError as refusal:
            outcomes.append(refusal.__cause__.diag.constraint_name)
        finally:
            connection.close()

    thread = threading.Thread(target=slower)
    with transaction.atomic():
        (note if is_first else dispose)()
        thread.start()
        waits = _waits()
    thread.join()

    assert waits
    assert outcomes == ["done" if is_first else "note_of_a_case_kept"]
    assert "Later" not in Note.objects.values_list("text", flat=True)


def test_name_of_a_case_that_was_disposed_of_stays_blank(admin, reviewer):
    case = whole_case()
    execute("SELECT cases_mark_to_compare(%s)", case.person_id)
    disposed(case, admin, reviewer)

    with command("compare"):
        comparing.compare_all()

    assert not PersonName.objects.filter(person=case.person_id).exclude(folded="").exists()
