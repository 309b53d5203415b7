"""A whole case with a canary in every column that could tell who somebody is."""

import uuid

from django.apps import apps
from django.db import connection, models

from cases.casework import access, disposals, drafts, enquiries, kinship
from cases.files import store
from cases.models import (
    AgreementChange,
    Child,
    Disposal,
    Document,
    DrawnLook,
    DuplicateAnswer,
    Enquiry,
    FollowUp,
    HeldFile,
    HeldRequest,
    Identifier,
    ImportedList,
    ImportedRow,
    Letter,
    Merge,
    MergedRow,
    MotherChange,
    MovedChild,
    Movement,
    NamedExport,
    Note,
    Passenger,
    Person,
    PersonName,
    Place,
    Restatement,
    ShareFile,
    Sharing,
    SiblingException,
    Submission,
    Task,
    Telling,
    User,
)
from cases.models.disposed import BLANKED
from cases.rules.births import read_birth
from cases.vocabulary import (
    ClaimStatus,
    ClosedReason,
    EnquiryWay,
    FollowUpKind,
    FollowUpResult,
    LetterKind,
    LetterLanguage,
    MayBeTold,
    NameKind,
    PassengerStatus,
    PlaceKind,
    Reason,
    RetentionClass,
    Role,
    Script,
    Stage,
    TaskOutcome,
    TaskRule,
)
from tests import clock, factories, papers
from tests.factories import DAY, NOON

#: A word that stands nowhere else, in each script; a day of birth, and a digest.
WORDS = ("канарейка", "canaryword", "كناري", "зарғалдоқ")
BORN = "1913-03-13"
DIGEST = "c0ffee" * 10 + "abcd"
CANARIES = (*WORDS, BORN, DIGEST)


def whole_case() -> Child:
    """Return a closed case past its term, with a row of each table and a canary in each column."""
    child = factories.child(Stage.PLACED)
    factories.retention_term(child.agreement, RetentionClass.HOME, 1)
    claim = factories.claim(child, "Зарғалдоқ Canaryword")
    factories.evidence(claim)
    kinship.decide(
        claim=claim,
        version=claim.version,
        by=factories.user(Role.REVIEWER),
        on=DAY,
        status=ClaimStatus.REJECTED,
        decided_on=DAY,
        reasons="Канарейка",
    )
    factories.interests_note(child, approved=True)
    scan = factories.document(child, papers.pdf(text=b"canaryword"))
    factories.document(child.mother, papers.pdf(text=b"canaryword of hers"))
    factories.waive(child.fees.get())
    factories.close(child)
    _rows(child, scan, factories.child())
    _canaries(child)
    child.refresh_from_db()
    return child


def _rows(child: Child, scan: Document, other: Child) -> None:
    """Write the rows that the way home does not bring by itself, as they might be after years."""
    officer, reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    town = Place.objects.create(
        name="Канарейка-деҳа", kind=PlaceKind.TOWN, country=child.agreement.home, typed_by=officer
    )
    relative = Person.objects.create()
    returned = _lock_sent_back(officer, reviewer)
    access.shown(by=officer, page="child", child=child, purpose="")
    look = child.accesses.latest("pk")
    drafts.keep_unsent(
        path=f"/children/{child.reference}/note/",
        typed={"text": ["canaryword"]},
        has_files=False,
        by=officer,
    )
    Submission.objects.create(
        token=uuid.uuid4(), by=officer, location=f"/children/{child.reference}/"
    )
    with factories.past_the_guards():
        names = zip(
            WORDS, (Script.CYRILLIC, Script.LATIN, Script.ARABIC, Script.CYRILLIC), strict=True
        )
        for word, script in names:
            PersonName.objects.create(
                person=child.person,
                script=script,
                kind=NameKind.ALIAS,
                text=word,
                folded=word,
                sort_key=word,
                match_key=word,
            )
        Identifier.objects.create(
            person=child.person,
            scheme="passport",
            country=child.agreement.home,
            value="Canaryword 1",
        )
        child.person.birthplace = town
        child.person.save(update_fields=["birthplace"])
        placement = child.placements.get()
        placement.caregiver = relative
        placement.save(update_fields=["caregiver"])
        namesake = Person.objects.create()
        DuplicateAnswer.objects.create(
            one=child.person, other=namesake, verdict="not_same", reason="Канарейка", by=officer
        )
        Note.objects.create(child=child, text="Канарейка", by=officer)
        about = Enquiry.objects.create(
            team=officer.team,
            child=child,
            decided_by=reviewer,
            decided_at=NOON,
            recorded_by=officer,
            **factories.enquiry_columns(),
        )
        Telling.objects.create(
            enquiry=about,
            says=MayBeTold.ON_RECORD,
            answer="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            dropped_by=reviewer,
            dropped_at=NOON,
        )
        listed = ImportedList.objects.create(
            digest="1" * 64,
            as_of=DAY,
            rows=1,
            begun_by=officer,
            applied_by=officer,
            applied_at=NOON,
            agreement=child.agreement,
            team=child.mother.team,
        )
        ImportedRow.objects.create(of_list=listed, number=2, cells=["Канарейка"], child=child)
        Letter.objects.create(
            child=child,
            kind=LetterKind.HEARING,
            language=LetterLanguage.ENGLISH,
            body="Canaryword",
            for_sending=False,
            by=officer,
        )
        FollowUp.objects.create(
            child=child,
            n=1,
            kind=FollowUpKind.VISIT,
            due_on=DAY,
            done_on=DAY,
            done_by=officer,
            result=FollowUpResult.WELL,
            planned_by=officer,
        )
        Task.objects.create(
            child=child,
            rule=TaskRule.MANUAL,
            text="Канарейка",
            made_by=officer,
            outcome=TaskOutcome.DONE,
            closed_by=officer,
            closed_at=NOON,
        )
        Restatement.objects.create(
            child=child, part="identity", by=officer, confirmed_by=reviewer, confirmed_at=NOON
        )
        SiblingException.objects.create(
            movement=child.passages.get().movement,
            child=child,
            reason=Reason.HEALTH,
            note="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            approved_by=reviewer,
            approved_at=NOON,
        )
        Passenger.objects.create(
            movement=returned, child=child, status=PassengerStatus.TAKEN_OFF, reason=Reason.HEALTH
        )
        AgreementChange.objects.create(
            mother=child.mother,
            moves_from=child.agreement,
            moves_to=factories.second_agreement(),
            reason="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            dropped_by=officer,
            dropped_at=NOON,
        )
        move = MotherChange.objects.create(
            moves_from=child.mother,
            reason="Канарейка",
            new_name="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            dropped_by=officer,
            dropped_at=NOON,
        )
        MovedChild.objects.create(change=move, child=child)
        merge = Merge.objects.create(
            keeps=child,
            gives_up=other,
            reason="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            dropped_by=officer,
            dropped_at=NOON,
        )
        moved = {"was": {"father_name": "Канарейка"}, "became": {"father_name": "Канарейка"}}
        MergedRow.objects.create(merge=merge, of_table="cases_child", row=child.pk, **moved)
        wish = HeldRequest.objects.create(
            child=child,
            kind="file",
            words="Канарейка",
            answer="Канарейка",
            asked_by=officer,
            asked_at=NOON,
            dropped_by=reviewer,
            dropped_at=NOON,
        )
        HeldFile.objects.create(wish=wish, sha256=DIGEST, by=officer)
        share = Sharing.objects.create(
            child=child,
            country=child.agreement.holding,
            **dict.fromkeys(("authority", "basis", "purpose", "answer"), "Канарейка"),
            parts=["identity"],
            asked_by=officer,
            asked_at=NOON,
            dropped_by=reviewer,
            dropped_at=NOON,
        )
        ShareFile.objects.create(share=share, sha256=DIGEST, by=officer)
        NamedExport.objects.create(
            children=[child.pk], purpose="Канарейка", asked_by=officer, asked_at=NOON
        )
        DrawnLook.objects.create(
            look=look, answer="Канарейка", answered_by=reviewer, answered_at=NOON
        )


def _lock_sent_back(officer: User, reviewer: User) -> Movement:
    movement = factories.movement()
    row = Movement.objects.filter(pk=movement.pk)
    row.update(lock_asked_by=officer, lock_asked_at=NOON)
    returned = {"lock_returned_by": reviewer, "lock_returned_at": NOON}
    row.update(lock_asked_by=None, lock_asked_at=None, lock_returned_reason="Канарейка", **returned)
    return movement


def answered_enquiry(**facts: object) -> Enquiry:
    """Return an answered enquiry about no child, with a canary in each column and beside it."""
    officer, reviewer = factories.user(Role.CASEWORKER), factories.user(Role.REVIEWER)
    words = dict.fromkeys(("contact", "mother_name", "place", "words"), "Canaryword")
    born = read_birth("13.03.1913", on=DAY)
    who = {"asker": "Канарейка", "child_name": "Зарғалдоқ", "born": born}
    asked = factories.chosen_enquiry(None, officer, **words, **who, **facts)
    telling = enquiries.ask_to_tell(enquiry=asked, version=asked.version, by=officer)
    enquiries.refuse_telling(
        telling=telling, version=telling.version, by=reviewer, answer="Канарейка"
    )
    answer = {"says": MayBeTold.NOT_TOLD, "given_on": DAY, "given_by_way": EnquiryWay.VISIT}
    enquiries.answer(enquiry=asked, version=asked.version, by=officer, **answer)
    for path in (f"/enquiries/{asked.pk}/edit/", "/enquiries/new/"):
        typed = {"child_name": ["Зарғалдоқ"]}
        drafts.keep_unsent(path=path, typed=typed, has_files=False, by=officer)
    return asked


def rows_of(child: Child, name: str) -> list[int]:
    """Return the keys of the rows of a model that go with the case."""
    people = [child.person_id, child.mother.person_id]
    people += child.claims.values_list("claimant_id", flat=True)
    people += child.placements.exclude(caregiver=None).values_list("caregiver_id", flat=True)
    towns = Place.objects.filter(name="Канарейка-деҳа").values_list("pk", flat=True)
    model = apps.get_model("cases", name)
    whose = BLANKED[name].whose.partition(" AND NOT EXISTS")[0]
    for mark, value in (
        ("$1", str(child.pk)),
        ("$2", f"'{{{','.join(map(str, people))}}}'::bigint[]"),
        ("$3", str(child.mother_id)),
        ("$4", f"'{{{','.join(map(str, towns))}}}'::bigint[]"),
        ("$5", "0"),
    ):
        whose = whose.replace(mark, value)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t.id FROM {model._meta.db_table} t WHERE {whose}")
        return [key for (key,) in cursor.fetchall()]


def _canaries(child: Child) -> None:
    """Write a canary into each column that is blanked, of the rows and of their history."""
    with factories.past_the_guards(), connection.cursor() as cursor:
        for name in BLANKED:
            model = apps.get_model("cases", name)
            keys = rows_of(child, name)
            assert keys, name
            tables = [(model._meta.db_table, "id")]
            if history := getattr(model, "pgh_event_model", None):
                _remember(cursor, model, history, keys)
                tables.append((history._meta.db_table, "pgh_obj_id"))
            values = ((column, _canary(model, column)) for column in BLANKED[name].columns)
            setting = ", ".join(f"{column} = {value}" for column, value in values if value)
            for table, key in tables if setting else ():
                cursor.execute(f"UPDATE {table} t SET {setting} WHERE {key} = ANY (%s)", [keys])


def _remember(cursor, model, history, keys) -> None:
    """Give each row a version in its history, as its trigger would."""
    tracked = {field.name for field in history._meta.concrete_fields if not field.generated}
    fields = (field for field in model._meta.concrete_fields if field.name in tracked)
    columns = ", ".join(field.column for field in fields)
    cursor.execute(
        f"INSERT INTO {history._meta.db_table} (pgh_created_at, pgh_label, pgh_obj_id, {columns}) "
        f"SELECT now(), 'update', id, {columns} FROM {model._meta.db_table} WHERE id = ANY (%s)",
        [keys],
    )


def _canary(model: type[models.Model], column: str) -> str:
    field = next(f for f in model._meta.concrete_fields if f.column == column)
    special = {
        "born_earliest": f"'{BORN}'",
        "born_latest": f"'{BORN}'",
        "born_stated_on": f"'{BORN}'",
        "sha256": f"'{DIGEST}'",
        "sent_sha256": f"'{DIGEST}'",
        "panel": "E'канарейка\\ncanaryword'",
        "reference": "'canaryword-' || t.id",
        "value": "'Canaryword-' || t.id",
    }
    if column in special:
        return special[column]
    if model is Task:
        return "CASE WHEN t.rule = 'manual' THEN 'canaryword' ELSE '' END"
    if isinstance(field, models.CharField | models.TextField) and not field.choices:
        return (
            "left('канарейка canaryword كناري зарғалдоқ', %s) || ''" % (field.max_length or 99)
            if column != "name" or model is Document
            else "'Канарейка-деҳа ' || t.id"
        )
    return ""


def told() -> dict[str, int]:
    """Return how many rows of each table of the database hold a canary, in whatever column."""
    pattern = "|".join(CANARIES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') "
            "AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        )
        tables = [table for (table,) in cursor.fetchall()]
        counts = {}
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text ~* %s", [pattern]
            )
            [counts[table]] = cursor.fetchone()
    return {table: number for table, number in counts.items() if number}


def files_told() -> int:
    """Return how many files of the store hold a canary."""
    paths = (store.path_of(uuid.UUID(name)) for name in store.names() if "." not in name)
    return sum(b"canaryword" in path.read_bytes() for path in paths)


def due(**family: object) -> Child:
    """Return a case that was closed without a return and is past its term."""
    child = factories.child(**family)
    factories.retention_term(child.agreement, RetentionClass.AWAY, 0)
    return factories.close(child, ClosedReason.OTHER_STATE)


def disposed(record: Child | Enquiry, admin: User, reviewer: User) -> Disposal:
    """Dispose of a record as an admin asks and a reviewer approves."""
    disposal = disposals.ask(record=record, by=admin, on=clock.today())
    disposals.approve(disposal=disposal, version=disposal.version, by=reviewer, on=clock.today())
    disposal.refresh_from_db()
    return disposal
