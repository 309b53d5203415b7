"""A world with a row in every table, and how a row is attacked by SQL as the application's role."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, models
from django.utils import timezone
from psycopg2 import errors

from cases import models as record
from cases.casework import escorts, seals
from cases.casework.escorts import Escort
from cases.models import ChangedCase
from cases.models.columns import decided_at, hands, instants, tables
from cases.models.grants import APPLICATION_ROLE, secure
from cases.vocabulary import BatchStatus, IdentifierScheme, RetentionClass, Role, Stage
from tests import factories
from tests.addresses import World, make_world
from tests.factories import DAY, SINCE_2019

NOW = timezone.now


def world() -> dict[str, models.Model]:
    """Make a row in every table; return the settled rows to attack, by the name of their model.

    What no act of the tests' world leads to is written past the guards, which are asked later.
    """
    made, settled = make_world(), factories.child(Stage.PLACED)
    factories.TeamFactory(name="Another desk")
    batch, claim = factories.batch(BatchStatus.SENT), factories.claim(settled)
    factories.evidence(claim)
    excused = _excused()
    factories.drawn_look(settled)
    flight = factories.movement()
    escorts.add_escort(
        movement=flight,
        escort=Escort(name="Nodira Karimova"),
        version=flight.version,
        by=flight.planned_by,
    )
    held = factories.held_request(settled)
    export = factories.named_export(record.Child.objects.all())
    share = factories.share(settled)
    with factories.past_the_guards():
        _fill(made, settled, batch)
        record.NamedExportFile.objects.create(export=export, ending="csv", by=export.asked_by)
        _dispose(made.sibling, export.asked_by)
        record.ShareFile.objects.create(share=share, sha256="4" * 64, by=share.asked_by)
        record.FailedSignIn.objects.create(page="login", name="5" * 64)
        record.HeldFile.objects.create(wish=held, sha256="3" * 64, by=held.asked_by)
    seals.seal()
    return {
        "Child": settled,
        "Mother": settled.mother,
        "Person": settled.person,
        "PaymentBatch": batch,
        "Fee": batch.lines.first().fee,
        "BatchLine": batch.lines.first(),
        "Movement": settled.passages.get().movement,
        "Passenger": settled.passages.get(),
        "SiblingException": excused,
        "Assessment": settled.assessments.get(),
        "Finding": settled.assessments.get().findings.first(),
        "CriteriaSet": settled.assessments.get().criteria_set,
        "Criterion": settled.assessments.get().criteria_set.criteria.first(),
        "Agreement": settled.agreement,
    }


def _dispose(child: record.Child, by: record.User) -> None:
    disposal = record.Disposal.objects.create(
        child=child, records=RetentionClass.values[0], kept_until=DAY, asked_by=by, asked_at=NOW()
    )
    certificate = record.DisposalCertificate.objects.create(
        disposal=disposal, rows={}, files=0, resealed=1, backups_until=DAY
    )
    record.ResealedRow.objects.create(
        certificate=certificate, of_table="cases_journal", row=1, former=b"1", digest=b"2"
    )


def _excused() -> record.SiblingException:
    first, second = factories.cleared_family(2)
    flight = factories.movement()
    factories.give_seats(flight, first)
    factories.excuse(flight, second)
    return record.SiblingException.objects.get(child=second)


def _fill(made: World, child: record.Child, batch: record.PaymentBatch) -> None:
    one, two = factories.user(Role.FINANCE_OFFICER), factories.user(Role.FINANCE_APPROVER)
    agreement, fee, line = child.agreement, batch.lines.first().fee, batch.lines.first()
    asked = {"asked_by": one, "asked_at": NOW()}
    agreed = {**asked, "approved_by": two, "approved_at": NOW()}
    change = record.AgreementChange.objects.create(
        **{"mother": child.mother, "moves_from": factories.bare_agreement("RU"), **agreed},
        moves_to=agreement,
        reason="Camp.",
    )
    record.FormerReference.objects.create(
        reference="TJ-SY-0001", mother=child.mother, change=change
    )
    move = record.MotherChange.objects.create(
        moves_from=made.sibling.mother, moves_to=child.mother, reason="Court file.", **agreed
    )
    record.MovedChild.objects.create(change=move, child=child)
    statement = record.BankStatement.objects.create(
        reference="BS-9", digest="0" * 64, imported_by=one
    )
    money = {"currency": "USD", "amount": 1}
    entry = record.StatementLine.objects.create(
        statement=statement, row=1, value_date=DAY, batches=[], children=[], matched=1, **money
    )
    match = record.BankMatch.objects.create(
        line=entry, batch=batch, reason="reference", matched_by=one, **money
    )
    consent = child.consents.last()
    for again in (match, consent):  # one that nothing names yet
        again.pk = None
        again.save()
    match = line.batch.bank_matches.first()
    record.UndoneMatch.objects.create(match=match, note="Wrong.", undone_by=one)
    record.WithdrawnPayment.objects.create(
        line=line, value_date=DAY, bank_reference="FT9", withdrawn_on=DAY
    )
    record.Explanation.objects.create(
        batch=batch, difference="bank", reason="rate", by=one, **money
    )
    record.Reversal.objects.create(fee=fee, line=line, kind="refund", reason="health", **agreed)
    record.MissedFee.objects.create(child=made.sibling, schedule=fee.schedule, due_on=DAY, **agreed)
    listed = record.ImportedList.objects.create(
        digest="1" * 64,
        as_of=DAY,
        rows=1,
        hidden_columns=[3],
        begun_by=one,
        agreement=agreement,
        team=child.mother.team,
    )
    record.ImportedRow.objects.create(
        of_list=listed, number=2, cells=["Сомон"], uncalculated=[4], child=child
    )
    applied = {"applied_by": one, "applied_at": timezone.now()}
    record.ImportedList.objects.filter(pk=listed.pk).update(**applied)
    pair = sorted([child.person, made.sibling.person], key=lambda person: person.pk)
    record.DuplicateAnswer.objects.create(one=pair[0], other=pair[1], verdict="not_same", by=one)
    said = {"keeps": child, "gives_up": made.sibling, "taken": ["sex"], "reason": "One child."}
    undone = {"undo_asked_by": one, "undo_approved_by": two, "undo_reason": "Twins."}
    whens = ("undo_asked_at", "undo_approved_at", "moved_at", "parted_at")
    merge = record.Merge.objects.create(**agreed, **said, **undone, **dict.fromkeys(whens, NOW()))
    moved = {"of_table": "cases_note", "row": 1, "was": {"child_id": 1}, "became": {"child_id": 2}}
    record.MergedRow.objects.create(merge=merge, **moved)
    record.ToCompare.objects.create(person=child.person)
    record.PossiblePair.objects.create(one=pair[0], other=pair[1], score=0.9, reasons=["same_name"])
    record.Note.objects.create(child=child, text="Seen.", by=one)
    record.ListLayout.objects.create(name="Embassy", headings=["A"], columns=[""], saved_by=one)
    record.BankLayout.objects.create(bank="NBT", headings="a|b", columns=["", ""], saved_by=one)
    record.Phrase.objects.create(source="A", language="ru", text="А")
    record.PlaceName.objects.create(place=made.place, language="ru", name="Куляб")
    record.AgeClock.objects.create(agreement=agreement, years=7, reason="School", during=SINCE_2019)
    record.StageLimit.objects.create(
        agreement=agreement, stage=Stage.CLEARED, days=9, during=SINCE_2019
    )
    record.FollowUpRule.objects.create(
        agreement=agreement, kind="visit", months=9, during=SINCE_2019
    )
    record.KindOfClearance.objects.create(code="camp_release", name="Release", agreement=agreement)
    figure = record.PublishedFigure.objects.create(
        agreement=agreement, published_on=DAY, speaker="AFP", measure="returned", value=1
    )
    record.FigureExplanation.objects.create(
        figure=figure, amount=1, reason="rounded", note="About one.", **agreed
    )
    record.OutsideTotals.objects.create(
        agreement=agreement,
        as_of=DAY,
        identified=3,
        eligible=2,
        returned=1,
        **agreed,
        further={"ages": {}},
        told=[1],
    )
    record.AccessKey.objects.create(
        client="A", scope="all", digest="6" * 64, good_until=DAY, given_by=one
    )
    record.KeptForecast.objects.create(
        agreement=agreement,
        as_of=DAY,
        journal=1,
        home=0,
        booked=0,
        journeys=0,
        refusal="no_journey",
    )
    record.RetentionTerm.objects.create(
        agreement=agreement,
        years=9,
        source="Law",
        during=SINCE_2019,
        records=RetentionClass.values[0],
    )
    record.Restatement.objects.create(
        child=child, part="identity", by=one, confirmed_by=two, confirmed_at=NOW()
    )
    record.Identifier.objects.create(
        person=child.person,
        country=agreement.home,
        value="A1",
        scheme=IdentifierScheme.values[0],
    )
    record.AgreementStatement.objects.create(agreement=agreement, position=1, heading="Who pays")
    record.Ministry.objects.get_or_create(defaults={"home": agreement.home, "name": "Ministry"})
    record.Demonstration.objects.get_or_create(defaults={"loaded_on": DAY})
    one.user_permissions.add(1)
    record.SavedView.objects.create(owner=one, name="Open", query="state=open")
    record.AccessRow.objects.create(
        by=one, page="child", child=child, document=factories.document(child)
    )
    record.RefusedAttempt.objects.create(by=one, page="child", status=403)
    record.VirusFind.objects.create(virus="EICAR", sent_by=one, sent_sha256="2" * 64)
    record.UndoneRecord.objects.create(entry=child.journal.latest("pk"), consent=consent)
    record.Letter.objects.create(
        child=child, kind="hearing", language="en", body="To the court", for_sending=False, by=one
    )
    _enquire(child, one, two)
    record.Briefing.objects.create(as_of=DAY, year=2019, n=1, edition=1, by=one)
    entry = child.journal.latest("pk")
    about = f"{entry.act}:{entry.pk}"
    record.Message.objects.create(to=one, kind="decision", about=about, child=child)
    record.SecondFactor.objects.create(user=one, kind="key", secret="s")
    record.FactorReset.objects.create(whom=made.child.registered_by, **agreed)
    record.Submission.objects.create(token="6f1f9d5e-8a57-4a6a-9a30-fbf52a1d3d3e", by=one)


def _enquire(child: record.Child, one: record.User, two: record.User) -> None:
    """Let a relative have asked for a child, and have been told that one is on record."""
    asked = record.Enquiry.objects.create(
        **factories.enquiry_columns(),
        team=child.mother.team,
        child=child,
        recorded_by=one,
        decided_by=one,
        decided_at=NOW(),
    )
    telling = record.Telling.objects.create(
        enquiry=asked,
        says="on_record",
        asked_by=one,
        asked_at=NOW(),
        approved_by=two,
        approved_at=NOW(),
    )
    how = {"enquiry": asked, "given_on": DAY, "given_by_way": "visit", "by": one}
    record.EnquiryAnswer.objects.create(says="on_record", telling=telling, **how)
    record.EnquiryAnswer.objects.create(says="received", **how)


class Attacker:
    """A caseworker's page that was taken over: the application's role, declared as that person."""

    def __init__(self, person: record.User) -> None:
        secure("default")
        connection.check_constraints()
        self.cursor = connection.connection.cursor()
        self.cursor.execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        self.become(person)

    def become(self, person: record.User) -> None:
        """Let the pages that were taken over be those of another person."""
        self.person = person
        self.cursor.execute(
            "SELECT set_config('pghistory.context_metadata', %s, true)",
            [json.dumps({"user": person.pk})],
        )

    def refused_by(self, sql: str, *others: str) -> str:
        """Return the name of the guard that refuses ``sql``, now or at COMMIT; "" if none does.

        ``others`` are tried where the value alone is refused, by a CHECK and by no guard.
        """
        self.is_value = False
        guard = self._refused_by(sql)
        for other in others if self.is_value else ():
            if not (tried := self._refused_by(other)):
                return tried
        return guard

    def _refused_by(self, sql: str) -> str:
        self.cursor.execute("SAVEPOINT attack")
        try:
            self.cursor.execute(sql)
            touched = self.cursor.rowcount
            self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except (errors.UniqueViolation, errors.ExclusionViolation) as error:
            # A row of another key would pass: what refuses it is no guard.
            return error.diag.constraint_name if sql.startswith("UPDATE") else f"error: {error}"
        except psycopg2.Error as error:
            self.is_value = isinstance(error, errors.CheckViolation) and not error.diag.context
            privilege = "permission denied" in str(error) and "privilege"
            return error.diag.constraint_name or privilege or f"error: {error}"
        else:
            return "" if touched else "error: no row was there to attack"
        finally:
            self.cursor.execute("ROLLBACK TO SAVEPOINT attack")


def rows_to_attack(settled: dict[str, models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """Yield for each table the key of the row that is attacked; fails where there is none.

    Marks of changed cases are gone before anybody sees one: tests/figures/test_kept_sums.py.
    """
    for model in filter(lambda each: each is not ChangedCase, tables()):
        row = settled.get(model.__name__) or model._base_manager.order_by("pk").last()
        assert row, f"The world has no row of {model.__name__}: add one in _fill."
        yield model, row.pk


#: What a column is forged to, by a part of its type; ``{0}`` is what it holds.
_FORGED = {
    "int[]": "array_append({0}, 1)",
    "multirange": "'{{[2001-01-01,2001-02-01)}}'",
    "range": "'[2001-01-01,2001-02-01)'",
    "bool": "NOT COALESCE({0}, false)",
    "int": "COALESCE({0}, 0) + 1",
    "numeric": "COALESCE({0}, 0) + 1",
    "date": "'2001-01-01'",
    "timestamp": "'2001-01-01'",
    "uuid": "gen_random_uuid()",
    "json": "jsonb_build_object('forged', 1)",
    "bytea": "'x'",
    "inet": "'192.0.2.9'",
}


def forged(column: "models.Field[Any, Any]") -> str:
    """Return the SQL of another value of a column than the one it holds."""
    name, kind = f"t.{column.column}", column.db_type(connection) or ""
    if column.is_relation:
        target = column.related_model._meta
        order = "ASC" if column.related_model is record.User else "DESC"  # the attacker is newest
        return (
            f"(SELECT {target.pk.column} FROM {target.db_table} other "
            f"WHERE {target.pk.column} IS DISTINCT FROM {name} ORDER BY 1 {order} LIMIT 1)"
        )
    if column.choices:
        words = ", ".join(f"('{word}')" for word, _label in column.flatchoices)
        return f"(SELECT w FROM (VALUES {words}) AS c (w) WHERE w IS DISTINCT FROM {name} LIMIT 1)"
    if kind.endswith("[]") and "int" not in kind:
        return f"ARRAY['forged']::{kind}"
    text = f"left('Q' || COALESCE({{0}}, ''), {getattr(column, 'max_length', None) or 99})"
    return next((sql for part, sql in _FORGED.items() if part in kind), text).format(name)


#: Values near what a column holds, which a CHECK on the value lets pass.
_NEAR = {
    "daterange": ("daterange(lower({0}), upper({0}) + 1)", "daterange(lower({0}) - 1, upper({0}))"),
    "date": ("{0} + 1", "{0} - 1", "NULL"),
    "timestamp": ("{0} + interval '1 day'", "now()", "NULL"),
    "int": ("{0} - 1", "NULL"),
    "numeric": ("{0} - 0.01", "NULL"),
    "char": ("''", "{0} || 'q'", "NULL"),
    "text": ("''", "{0} || 'q'", "NULL"),
}


def near(column: "models.Field[Any, Any]") -> list[str]:
    """Return the SQL of values close to what a column holds, and each word it may hold."""
    name, kind = f"t.{column.column}", column.db_type(connection) or ""
    if column.choices:
        return [f"'{word}'" for word, _label in column.flatchoices] + ["NULL"]
    if column.is_relation or kind.endswith("[]"):
        return ["NULL"]
    values = next((near for part, near in _NEAR.items() if part in kind), ())
    return [value.format(name) for value in values]


def columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """Return the columns of a table that SQL can write."""
    return [each for each in model._meta.concrete_fields if not getattr(each, "generated", False)]


def added(model: type[models.Model], pk: Any, by: record.User) -> str:
    """Return the SQL of a new row like an old one, as ``by`` would add it now: in the own name, at
    this instant, and with keys that no row has yet.
    """
    changed = {}
    for each in columns(model):
        held, is_told = f"t.{each.column}", isinstance(each, models.DateTimeField)
        if each.name in hands(model) or (is_told and each.name.endswith("_at")):
            value = "now()" if is_told else str(by.pk)
            changed[each.column] = f"CASE WHEN {held} IS NOT NULL THEN {value} END"
        elif each.name == "is_primary":  # the one that is shown first is another one's
            changed[each.column] = "false"
        elif each.name in {*instants(model), *decided_at(model)}:
            changed[each.column] = "now()"
    for names in _unique(model):
        own = [model._meta.get_field(name) for name in names]
        words = [each for each in own if not each.is_relation]
        each = words[0] if words else own[-1]
        novel = _unnamed if len(own) == 1 and not words else forged
        changed.setdefault(each.column, _NEW.get(each.name) or novel(each))
    return copied(model, pk, **changed)


#: What nobody has yet, of columns that are held to a form.
_NEW = {
    "reference": "overlay(t.reference placing '98' from 7 for 2)",
    "n": "t.n + 1000",
    "number": "t.number + 1000",
    "during": "'[1901-01-01,1901-02-01)'",
    "code": "translate(t.code, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', "
    "'bcdefghijklmnopqrstuvwxyzaBCDEFGHIJKLMNOPQRSTUVWXYZA')",
}


def _unnamed(column: "models.Field[Any, Any]") -> str:
    """Return the SQL of what no row of the table names yet, in a column that names it once."""
    target, table = column.related_model._meta, column.model._meta.db_table
    return (
        f"(SELECT min({target.pk.column}) FROM {target.db_table} WHERE {target.pk.column} NOT IN "
        f"(SELECT {column.column} FROM {table}))"
    )


def _unique(model: type[models.Model]) -> Iterator[list[str]]:
    """Yield the columns of each key of a table, but the numbers of its rows."""
    for each in columns(model):
        if each.unique and not isinstance(each, models.AutoField):
            yield [each.name]
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and one.fields and not _of_some(model, one):
            yield [*one.fields]
        elif isinstance(one, ExclusionConstraint):
            yield ["during"]
    for names in model._meta.unique_together:
        yield [*names]


def _of_some(model: type[models.Model], one: models.UniqueConstraint) -> bool:
    """Whether a key of some rows is the one thing that they name: it is left as it is."""
    named = [model._meta.get_field(name).is_relation for name in one.fields]
    return one.condition is not None and named == [True]


def copied(model: type[models.Model], pk: Any, **changed: str) -> str:
    """Return the SQL of a new row like an old one, but for ``changed`` and its own key."""
    own = model._meta.pk.column if isinstance(model._meta.pk, models.AutoField) else ""
    names = [each.column for each in columns(model) if each.column != own]
    values = [changed.get(name, f"t.{name}") for name in names]
    return (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "
        f"SELECT {', '.join(values)} FROM {model._meta.db_table} t "
        f"WHERE t.{model._meta.pk.column} = '{pk}'"
    )
