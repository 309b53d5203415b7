"""The terms of an agreement: one person asks for a change, another approves it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework.editing import save, take
from cases.casework.refused import Refused
from cases.models import Agreement, PublishedFigure, TermChange, User
from cases.queries.term_changes import (
    TABLES,
    Rule,
    Term,
    approval_refusals,
    content_of,
    is_agreed,
    part_of,
    replaces,
    standing,
    term_of,
    waiting_changes,
)
from cases.vocabulary import Reason, TermPart

#: What a figure that was said in public is known by.
_OF_A_FIGURE = ("published_on", "speaker", "measure", "value", "currency", "definition")


class CannotChangeTerms(Refused):
    """The terms of the agreement stay as they are."""


@transaction.atomic
def ask(*, agreement: Agreement, terms: Iterable[Term], by: User) -> list[TermChange]:
    """Request new terms (without a key), or other contents of those there are.

    Nothing holds before it is approved. A rule in force with a later first day replaces itself
    from then on. What the agreement itself says is asked for with the first of its terms.
    Raises ``CannotChangeTerms`` for what could not be approved either.
    """
    agreement = Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    changes = _requests(agreement, terms, by)
    _try([*waiting_changes(agreement), *changes])
    TermChange.objects.bulk_create(changes)
    save(agreement)
    return changes


@transaction.atomic
def judge(*, agreement: Agreement, term: Term, by: User) -> None:
    """Raise ``CannotChangeTerms`` where ``ask`` would."""
    _try([*waiting_changes(agreement), *_requests(agreement, [term], by)])


def _requests(agreement: Agreement, terms: Iterable[Term], by: User) -> list[TermChange]:
    changes = [_request(agreement, term, by) for term in terms]
    rows, waits = standing(changes), waiting_changes(agreement)
    waiting = {(change.part, change.term) for change in waits} & rows.keys()
    if any((change.part, change.term) in waiting for change in changes):
        raise CannotChangeTerms(_("A change of this waits for approval. Withdraw it first."))
    if any(_is_published(change, waits) for change in changes):
        raise CannotChangeTerms(_("The same figure is entered already, or waits for approval."))
    itself = any(change.part == TermPart.AGREEMENT for change in (*changes, *waits))
    if not is_agreed(agreement):
        return changes if itself else [_request(agreement, agreement, by), *changes]
    if any(
        change.content == content_of(rows[change.part, change.term])
        for change in changes
        if (change.part, change.term) in rows
    ):
        raise CannotChangeTerms(_("Nothing was changed."))
    return changes


def _is_published(change: TermChange, waits: Sequence[TermChange]) -> bool:
    """Return whether a change asks for a published figure that stands or waits: sent twice."""
    if change.part != TermPart.PUBLISHED or change.term is not None:
        return False
    if change.content in [each.content for each in waits]:
        return True
    entered = PublishedFigure.objects.uncorrected().filter(agreement=change.agreement)
    same = {name: change.content[name] for name in _OF_A_FIGURE}
    return not change.content["corrects_id"] and entered.filter(**same).exists()


def _request(agreement: Agreement, term: Term, by: User) -> TermChange:
    return TermChange(
        agreement=agreement,
        part=part_of(term),
        term=term.pk,
        content=content_of(term),
        asked_by=by,
        asked_at=timezone.now(),
    )


@transaction.atomic
def approve(*, agreement: Agreement, version: int | None, by: User) -> None:
    """Put in force what waits of an agreement, as the second person.

    Raises ``CannotChangeTerms`` if ``by`` asked for any of it or a day has passed; ``Stale``.
    """
    agreement, changes = _taken(agreement, version, by)
    with _refusals():
        _apply(changes)
        for change in changes:
            change.approved_by, change.approved_at = by, timezone.now()
        TermChange.objects.bulk_update(changes, ["result", "approved_by", "approved_at"])
    agreement.refresh_from_db(fields=["version"])
    save(agreement)


@transaction.atomic
def send_back(*, agreement: Agreement, version: int | None, by: User, reason: Reason) -> None:
    """Refuse what waits as the second person. Raises ``CannotChangeTerms`` and ``Stale``."""
    agreement, changes = _taken(agreement, version, by)
    _answer(changes, dropped_by=by, dropped_at=timezone.now(), reason=reason)
    save(agreement)


@transaction.atomic
def withdraw(*, agreement: Agreement, version: int | None, by: User, change: int) -> None:
    """Take one request back. Raises ``CannotChangeTerms`` and ``Stale``."""
    agreement = take(Agreement.objects.all(), agreement.pk, version)
    changes = [each for each in waiting_changes(agreement) if each.pk == change]
    if not changes:
        raise CannotChangeTerms(_("This request was answered or withdrawn already."))
    _answer(changes, dropped_by=by, dropped_at=timezone.now())
    save(agreement)


def _taken(
    agreement: Agreement, version: int | None, by: User
) -> tuple[Agreement, list[TermChange]]:
    agreement = take(Agreement.objects.all(), agreement.pk, version)
    changes = waiting_changes(agreement)
    if reasons := approval_refusals(changes, by=by):
        raise CannotChangeTerms(*reasons)
    return agreement, changes


def _answer(changes: Sequence[TermChange], **answer: object) -> None:
    TermChange.objects.filter(pk__in=[change.pk for change in changes]).update(**answer)


def _try(changes: Sequence[TermChange]) -> None:
    """Make changes and take them back at once, so that the database says what it refuses."""
    with _refusals():
        _apply(changes)
        transaction.set_rollback(True)
    for change in changes:
        change.result = None


def _apply(changes: Sequence[TermChange]) -> None:
    """End and change the rows there are, then make the new ones; each is a change's ``result``."""
    rows, new = standing(changes), list[tuple[TermChange, Term]]()
    for change in changes:
        term, row = term_of(change), rows.get((change.part, change.term))
        if row is not None and not replaces(term, row, on=timezone.localdate()):
            _write(row, **{column: getattr(term, column) for column in change.content})
            change.result = row.pk
            continue
        if isinstance(row, Rule) and isinstance(term, Rule):
            _end(row, before=term)
        term.pk = None
        new.append((change, term))
    for part, table in TABLES.items():
        rows_of: list[Any] = [term for _change, term in new if part_of(term) == part]
        table._default_manager.bulk_create(rows_of)
    for change, term in new:
        change.result = term.pk


def _end(row: Rule, *, before: Rule) -> None:
    if row.during.upper is None or row.during.upper > before.during.lower:
        _write(row, during=DateRange(row.during.lower, before.during.lower))


def _write(row: Term, **content: object) -> None:
    rows = TABLES[part_of(row)]._default_manager.filter(pk=row.pk)
    with _refusals(row):
        rows.update(**content, version=F("version") + 1)


@contextmanager
def _refusals(of: Term | None = None) -> Iterator[None]:
    """Raise ``CannotChangeTerms`` where a guard refuses what was asked ``of`` a term, and why."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        guard = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
        sentences = {
            "in_force_stays": _(
                "What is in force stays until tomorrow at least. Enter as the first day the day "
                "from which it is to say something else, or a last day."
            ),
            "clearance_known": _("This kind of clearance is not one of the agreement."),
            "agreement_first": _(
                "What the agreement itself says waits for nobody: request it first."
            ),
            "figures_once_a_day": _(
                "There are figures of this day already, or they wait for approval. Change those."
            ),
            "published_corrects_its_own": _("A figure corrects one of the same kind."),
            "corrects_id_key": _("This figure was corrected already. Correct the correction."),
            "never_overlaps": _(
                "The same is in force or waits for approval on some of these days. End it first."
            ),
        }
        for end, sentence in sentences.items():
            if guard.endswith(end):
                raise CannotChangeTerms(f"{of}: {sentence}" if of else sentence) from None
        raise
