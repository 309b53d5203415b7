"""Which closed cases, and enquiries about no child, are past the term for which they are kept."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, cast

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

from cases.models import Agreement, Child, Disposal, Enquiry, Placement, RetentionTerm
from cases.vocabulary import KeptFrom, RetentionClass, Stage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Closed(TypedDict):
        records: str

    class _Kept(_Closed):
        years: int
        counted_from: str
        kept_until: datetime.date
        asked_by_somebody: bool

    ClosedChild = WithAnnotations[Child, _Closed]
    KeptChild = WithAnnotations[Child, _Kept]

    class _KeptEnquiry(TypedDict):
        kept_until: datetime.date
        answered_on: datetime.date
        asked_by_somebody: bool

    KeptEnquiry = WithAnnotations[Enquiry, _KeptEnquiry]


@dataclass(frozen=True, slots=True)
class Kept:
    """A class of cases of an agreement: its term, if there is one, and how many are past it."""

    agreement: Agreement
    records: RetentionClass
    term: RetentionTerm | None
    due: int


def closed_cases(agreement: Agreement | None = None) -> "QuerySet[ClosedChild]":
    """Return the closed cases, of one agreement if it is given, with their class as ``records``."""
    reason, returned_on = F("closed_reason"), F("returned_on")
    records = Func(reason, returned_on, function="cases_retention_class", output_field=CharField())
    rows = Child.objects.filter(stage=Stage.CLOSED).annotate(records=records)
    return rows.filter(agreement=agreement) if agreement else rows


def due_cases(*, on: datetime.date) -> "QuerySet[KeptChild]":
    """Return the closed cases past their term on a day, those first that have been longest.

    Not those that were disposed of already.
    """
    terms = RetentionTerm.objects.filter(
        agreement=OuterRef("agreement"), records=OuterRef("records"), during__contains=on
    )
    rows = closed_cases().annotate(
        years=Subquery(terms.values("years")), counted_from=Subquery(terms.values("counted_from"))
    )
    requests = Disposal.objects.asked().filter(child=OuterRef("pk"))
    rows = rows.annotate(
        kept_until=kept_until(F("counted_from"), F("years")), asked_by_somebody=Exists(requests)
    )
    rows = rows.exclude(Exists(Disposal.objects.made().filter(child=OuterRef("pk"))))
    rows = rows.filter(kept_until__lte=on).order_by("kept_until", "pk")
    return cast("QuerySet[KeptChild]", rows)


def kept_until(counted_from: Combinable, years: Combinable) -> Cast:
    """Return the column of a closed child's row with the day until which a term keeps the case.

    As cases_kept_until says of one case; a function of SQL is too slow for each closed one.
    """
    starts = Placement.objects.filter(child=OuterRef("pk")).order_by().values("child")
    placed_on = Subquery(starts.annotate(last=Max("during__startswith")).values("last"))
    is_placed = Exact(counted_from, Value(KeptFrom.PLACEMENT.value))
    first = Coalesce(
        Case(When(is_placed, then=placed_on), output_field=DateField()), F("closed_on")
    )
    term = Func(
        Cast(years, IntegerField()),
        template="make_interval(years => %(expressions)s)",
        output_field=DurationField(),
    )
    return Cast(first + term, DateField())


def enquiry_term(*, on: datetime.date) -> RetentionTerm | None:
    """Return the longest term of enquiries about no child that is in force on a day. One query."""
    terms = RetentionTerm.objects.filter(records=RetentionClass.ENQUIRY, during__contains=on)
    return terms.select_related("agreement").order_by("-years", "pk").first()


def due_enquiries(term: RetentionTerm | None, *, on: datetime.date) -> "QuerySet[KeptEnquiry]":
    """Return the answered enquiries about no child past the ``term``, the oldest first.

    Not those that were disposed of already.
    """
    own = Disposal.objects.filter(enquiry=OuterRef("pk"))
    rows = Enquiry.objects.annotate(
        kept_until=enquiry_kept_until(term.years if term else None),
        answered_on=Max("answers__given_on"),
        asked_by_somebody=Exists(own.asked()),
    )
    rows = rows.exclude(Exists(own.made())).filter(kept_until__lte=on)
    return cast("QuerySet[KeptEnquiry]", rows.order_by("kept_until", "pk"))


def enquiry_kept_until(years: int | None) -> Func:
    """Return the column of an enquiry's row with the day until which a term keeps it."""
    term = Value(years, output_field=IntegerField())
    return Func(F("pk"), term, function="cases_enquiry_kept_until", output_field=DateField())


def past(term: RetentionTerm, *, on: datetime.date) -> int:
    """Return how many cases, or enquiries, would be past ``term`` on a day. One query."""
    if term.records == RetentionClass.ENQUIRY:
        until = enquiry_kept_until(term.years)
        return Enquiry.objects.alias(until=until).filter(until__lte=on).count()
    until = kept_until(Value(term.counted_from), Value(term.years, output_field=IntegerField()))
    rows = closed_cases(term.agreement).filter(records=term.records)
    return rows.alias(until=until).filter(until__lte=on).count()


def kept_classes(*, on: datetime.date) -> list[Kept]:
    """Return each class of each agreement, its term and what is due. Four queries.

    Enquiries about no child are due by the longest term of any agreement, and counted there.
    """
    counts = due_cases(on=on).order_by().values("agreement_id", "records").annotate(n=Count("pk"))
    due = {(row["agreement_id"], row["records"]): row["n"] for row in counts}
    terms = {
        (term.agreement_id, term.records): term
        for term in RetentionTerm.objects.filter(during__contains=on)
    }
    if longest := max(
        (term for term in terms.values() if term.records == RetentionClass.ENQUIRY),
        key=lambda term: (term.years, -term.pk),
        default=None,
    ):
        due[longest.agreement_id, longest.records] = due_enquiries(longest, on=on).count()
    return [
        Kept(agreement, records, terms.get(key), due.get(key, 0))
        for agreement in Agreement.objects.order_by("title", "pk")
        for records in RetentionClass
        if (key := (agreement.pk, records.value))
    ]
