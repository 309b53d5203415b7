"""What would be made public of an agreement, and what a reader would compute from it."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.figures.counts import Counted, counted, is_counted, standing
from cases.models import Agreement, Child, OutsideTotals, PublishedFigure
from cases.rules.disclosure import SMALL, TOTAL, Cell, bounds, safe_ranges, with_totals
from cases.rules.known_method import hide_from_who_knows
from cases.rules.outside import TOTALS, PublicCount, SmallNumber, small_numbers
from cases.vocabulary import Measure, OutsideGroup, Sex

#: The rows of the table of what is shown beside the totals: they add up to the identified.
ROWS = (OutsideGroup.RETURNED, OutsideGroup.TO_TRAVEL, OutsideGroup.NOT_ELIGIBLE)
COLUMNS = (Sex.FEMALE, Sex.MALE, Sex.UNKNOWN)
#: Ages that are told as a range: from, and up to which birthday.
AGES = {
    OutsideGroup.UNDER_3: (None, 3),
    OutsideGroup.FROM_3: (3, 12),
    OutsideGroup.FROM_12: (12, None),
}
Further = dict[str, dict[str, list[int | None]]]


@dataclass(frozen=True, slots=True)
class OutsideDraft:
    """Totals as the register counts them for a day, what is shown beside them and what it tells."""

    as_of: datetime.date
    totals: dict[str, int]
    further: Further
    tells: list[dict[str, object]]


def outside_draft(
    agreement: Agreement,
    as_of: datetime.date,
    *,
    with_further: bool,
) -> OutsideDraft:
    """Return what would leave for a day, and every number under ten that it would tell.

    At most seven queries.
    """
    today = timezone.localdate()
    mine = Child.objects.filter(agreement=agreement)
    totals = {
        kind.value: counted(mine, kind, on=as_of, today=today).count()
        for kind in (Counted.IDENTIFIED, Counted.ELIGIBLE, Counted.RETURNED)
    }
    public = list(OutsideTotals.objects.approved().filter(agreement=agreement).order_by("as_of"))
    numbers = small_numbers(PublicCount(as_of, totals), [*_public(public), *_said(agreement)])
    lines = [_line(each) for each in numbers]
    further: Further = {}
    if with_further:
        further, more = _further(mine, as_of, totals, public)
        lines += more
    return OutsideDraft(as_of, totals, further, lines)


def _public(rows: Iterable[OutsideTotals]) -> list[PublicCount]:
    return [PublicCount(row.as_of, {name: getattr(row, name) for name in TOTALS}) for row in rows]


def _said(agreement: Agreement) -> list[PublicCount]:
    """Return what anybody said in public of the same totals, by its day."""
    figures = PublishedFigure.objects.filter(
        agreement=agreement, measure__in=(Measure.IDENTIFIED, Measure.ELIGIBLE, Measure.RETURNED)
    ).order_by("published_on", "pk")
    return [
        PublicCount(each.published_on, {each.measure: int(each.value)})
        for each in figures
        if each.value % 1 == 0
    ]


def _line(number: SmallNumber) -> dict[str, object]:
    since = number.since and number.since.isoformat()
    return {"group": number.group, "value": number.value, "since": since}


def _further(
    mine: "QuerySet[Child]",
    as_of: datetime.date,
    totals: Mapping[str, int],
    public: Iterable[OutsideTotals],
) -> tuple[Further, list[dict[str, object]]]:
    """Return the cells by sex that may be shown, the ranges of ages, and what they tell."""
    table = with_totals(_by_sex(mine, as_of))
    fixed = {cell for cell in table if cell[1] == TOTAL}
    hidden, open_cells = hide_from_who_knows(
        table, fixed=fixed, earlier=[_shown_before(row) for row in public]
    )
    cells = {
        row: [_cell(table, hidden, (number, column)) for column in range(len(COLUMNS))]
        for number, row in [*enumerate(ROWS), (TOTAL, OutsideGroup.IDENTIFIED)]
    }
    narrow: list[dict[str, object]] = [
        {"group": _group(cell), "sex": str(COLUMNS[cell[1]]), "low": low, "high": high}
        for cell in sorted(hidden)
        for low, high in [bounds(table, hidden, cell)]
        if cell in open_cells or (high is not None and high - low < SMALL)
    ]
    ages = _ages(mine, as_of, totals["identified"])
    return {"sexes": {str(row): line for row, line in cells.items()}, "ages": ages}, narrow


def _cell(table: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> int | None:
    return None if cell in hidden else table[cell]


def _group(cell: Cell) -> str:
    return str(OutsideGroup.IDENTIFIED if cell[0] == TOTAL else ROWS[cell[0]])


def _by_sex(mine: "QuerySet[Child]", as_of: datetime.date) -> dict[Cell, int]:
    today = timezone.localdate()
    children = standing(mine, on=as_of, today=today)
    kinds = (Counted.RETURNED, Counted.TO_TRAVEL)
    conditions = {kind: is_counted(kind, on=as_of, today=today) for kind in kinds}
    rest = is_counted(Counted.IDENTIFIED, on=as_of, today=today) & ~conditions[kinds[0]]
    cells = {(row, column): 0 for row in range(len(ROWS)) for column in range(len(COLUMNS))}
    for row, condition in enumerate((*conditions.values(), rest & ~conditions[kinds[1]])):
        for sex, n in (
            children.filter(condition).order_by().values_list("person__sex").annotate(n=Count("pk"))
        ):
            cells[row, COLUMNS.index(Sex(sex))] = n
    return cells


def _shown_before(row: OutsideTotals) -> dict[Cell, int]:
    """Return the cells that former totals showed, by their place in the table."""
    places = {str(row): number for number, row in enumerate(ROWS)} | {"identified": TOTAL}
    return {
        (places[name], column): value
        for name, line in row.further.get("sexes", {}).items()
        for column, value in enumerate(line)
        if value is not None
    }


def _ages(mine: "QuerySet[Child]", as_of: datetime.date, total: int) -> dict[str, list[int | None]]:
    """Return the tens between which the number of each age lies, for every birth there can be."""
    children = counted(mine, Counted.IDENTIFIED, on=as_of, today=timezone.localdate())
    wanted: dict[str, Count] = {}
    for group, (first, last) in AGES.items():
        surely, maybe = _aged(as_of, first, last)
        wanted[f"{group}_low"] = Count("pk", filter=surely)
        wanted[f"{group}_high"] = Count("pk", filter=maybe)
    numbers = children.order_by().aggregate(**wanted)
    ranges = safe_ranges(
        total, {str(group): (numbers[f"{group}_low"], numbers[f"{group}_high"]) for group in AGES}
    )
    return {group: list(ends) for group, ends in ranges.items()}


def _aged(as_of: datetime.date, first: int | None, last: int | None) -> tuple[Q, Q]:
    """Return the conditions that a child is surely, and may be, of an age on a day."""
    surely, maybe = Q(person__born_earliest__isnull=False), Q()
    if last is not None:
        surely &= Q(person__born_earliest__gt=years_before(as_of, last))
        maybe &= Q(person__born_latest__gt=years_before(as_of, last))
    if first is not None:
        surely &= Q(person__born_latest__lte=years_before(as_of, first))
        maybe &= Q(person__born_earliest__lte=years_before(as_of, first))
    return surely, maybe | Q(person__born_earliest__isnull=True)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """Return the day so many years earlier; of a leap day the one before it."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
