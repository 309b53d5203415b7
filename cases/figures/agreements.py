"""An agreement on one page: what was agreed, by whom, on which source, and how far it is."""

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from cases.figures.counts import Counted
from cases.figures.dashboard import FiguresReader, own_tally
from cases.figures.facts import AgreementFacts
from cases.figures.overview import overview
from cases.figures.progress import Tally
from cases.models import AgreementStatement, ConsentRule, FeeSchedule, Requirement, StageLimit
from cases.vocabulary import ClearanceKind, NeededFor, Stage, StatementPart

#: The only totals that may leave the ministry. Source: screens page, section 3.
TOTALS = (Counted.IDENTIFIED, Counted.ELIGIBLE, Counted.RETURNED)


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """The agreement as of a day; every clause is a row that an admin keeps.

    ``checksum`` covers everything on the page and does not depend on the language.
    """

    facts: AgreementFacts
    on: datetime.date
    statements: dict[StatementPart, tuple[AgreementStatement, ...]]
    requirements: tuple[Requirement, ...]
    consent_rules: tuple[ConsentRule, ...]
    schedule: FeeSchedule | None
    limits: tuple[StageLimit, ...]
    counts: Tally
    own: Tally | None
    checksum: str

    @property
    def totals(self) -> tuple[tuple[Counted, int], ...]:
        return tuple((kind, self.counts[kind]) for kind in TOTALS)

    def papers(self, needed_for: NeededFor) -> tuple[str, ...]:
        """Return the labels of the clearances required before an act."""
        kinds = {
            ClearanceKind(r.clearance) for r in self.requirements if r.needed_for == needed_for
        }
        return tuple(kind.label for kind in sorted(kinds, key=lambda kind: kind.position))


def agreement_page(
    slug: str,
    reader: FiguresReader,
    *,
    language: str,
    on: datetime.date,
    today: datetime.date | None = None,
) -> AgreementPage | None:
    """Return the page of the agreement ``slug`` in a language; None if it does not exist.

    Statements are in English if the language has none; on a day before ``today`` without those
    that were made later.
    """
    is_past = today is not None and on < today
    own = None if is_past else reader.own
    figures = overview(slug, on=on, today=today or on, own=own, exactly=True)
    if figures is None:
        return None
    facts, counts = figures.facts, figures.counts
    prefetch_related_objects([facts.agreement], "home", "holding")
    in_force = {"agreement": facts.agreement, "during__contains": on}
    requirements = tuple(Requirement.objects.filter(**in_force).order_by("pk"))
    rules = tuple(ConsentRule.objects.filter(**in_force).order_by("pk"))
    schedule = FeeSchedule.objects.agreed().filter(**in_force).first()
    limits = tuple(sorted(StageLimit.objects.filter(**in_force), key=_in_order))
    statements = [
        row
        for row in _statements(facts, language)
        if not (is_past and row.stated_on and row.stated_on > on)
    ]
    return AgreementPage(
        facts=facts,
        on=on,
        statements={part: tuple(s for s in statements if s.part == part) for part in StatementPart},
        requirements=requirements,
        consent_rules=rules,
        schedule=schedule,
        limits=limits,
        counts=counts,
        own=None if is_past else own_tally(reader, figures, on=on),
        checksum=_checksum(
            [facts.agreement],
            statements,
            requirements,
            rules,
            [schedule] if schedule else [],
            limits,
            [facts.base, facts.waiting, [counts[kind] for kind in TOTALS], on],
        ),
    )


def _in_order(limit: StageLimit) -> int:
    return [*Stage].index(Stage(limit.stage))


def _statements(facts: AgreementFacts, language: str) -> list[AgreementStatement]:
    rows = list(facts.agreement.statements.filter(language__in={language, "en"}))
    own = [row for row in rows if row.language == language]
    return own or rows


def _checksum(*parts: Iterable[Any]) -> str:
    content = [[_content(item) for item in part] for part in parts]
    text = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _content(item: Any) -> Any:
    fields = getattr(item, "_meta", None)
    return {f.attname: getattr(item, f.attname) for f in fields.concrete_fields} if fields else item
