"""The terms of agreements, in force by two people."""

import datetime
import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from cases.casework import figure_explanations
from cases.figures.published import beside_the_register
from cases.models import (
    AgeClock,
    Agreement,
    AgreementFigures,
    FigureExplanation,
    FollowUpRule,
    PublishedFigure,
    RetentionTerm,
    StageLimit,
    TermChange,
    User,
)
from cases.queries.term_changes import Term, agreement_of, content_of, is_agreed, part_of
from cases.vocabulary import FollowUpKind, Measure, RetentionClass, Role, Stage, WhyOtherwise
from tests.factories.fixed import DAY, NOON, SINCE_2019
from tests.factories.people import user


@transaction.atomic
def agreed(*terms: Term, by: User | None = None, reviewer: User | None = None) -> Term:
    """Put new terms in force, asked for by one person and approved by another; return the first."""
    by, reviewer = by or user(Role.ADMIN), reviewer or user(Role.REVIEWER)
    for table, rows in itertools.groupby(terms, type):
        if table is not Agreement:
            table._default_manager.bulk_create(rows)
    agreements = {agreement_of(term) for term in terms} - {*terms}
    firsts = [agreement for agreement in agreements if not is_agreed(agreement)]
    made = [*terms, *firsts]
    changes = TermChange.objects.bulk_create(
        TermChange(
            agreement=agreement_of(term),
            part=part_of(term),
            term=term.pk if isinstance(term, Agreement) else None,
            content=content_of(term),
            asked_by=by,
            asked_at=NOON,
        )
        for term in made
    )
    for change, term in zip(changes, made, strict=True):
        change.result, change.approved_by, change.approved_at = term.pk, reviewer, NOON
    TermChange.objects.bulk_update(changes, ["result", "approved_by", "approved_at"])
    return terms[0]


@transaction.atomic
def agreed_on(made: Agreement, **says: object) -> None:
    """Let an agreement say otherwise, asked for by one person and approved by another."""
    Agreement.objects.filter(pk=made.pk).update(**says)
    made.refresh_from_db()
    agreed(made)


def figures(made: Agreement, as_of: datetime.date, identified: int, target: int) -> Term:
    """Put the numbers of children identified and planned in force."""
    numbers = {"as_of": as_of, "identified": identified, "target": target}
    return agreed(AgreementFigures(agreement=made, source="Invented", **numbers))


def stage_limit(made: Agreement, stage: Stage, days: int) -> Term:
    """Put a limit of a stage in force since 2019."""
    return agreed(StageLimit(agreement=made, stage=stage, days=days, during=SINCE_2019))


def follow_up_rule(made: Agreement, kind: FollowUpKind, months: int) -> Term:
    """Put a follow-up rule in force since 2019."""
    return agreed(FollowUpRule(agreement=made, kind=kind, months=months, during=SINCE_2019))


def age_clock(made: Agreement, years: int, **more: object) -> Term:
    """Put an age to watch in force since 2019."""
    return agreed(AgeClock(agreement=made, years=years, **{"during": SINCE_2019} | more))


def retention_term(made: Agreement, records: RetentionClass, years: int, **more: object) -> Term:
    """Put a term of retention in force since 2019."""
    return agreed(
        RetentionTerm(agreement=made, records=records, years=years, **{"during": SINCE_2019} | more)
    )


def published_figure(made: Agreement, **says: object) -> PublishedFigure:
    """Put on record what was said in public of an agreement: 92 identified, unless otherwise."""
    figure = PublishedFigure(
        **{
            "agreement": made,
            "published_on": DAY,
            "speaker": "Foreign minister",
            "measure": Measure.IDENTIFIED,
            "value": 92,
            "definition": "Children in detention",
            "source": "AFP",
        }
        | says
    )
    agreed(figure)
    return figure


def figure_explanation(figure: PublishedFigure, by: User | None = None) -> FigureExplanation:
    """Request an explanation of all that no child tells."""
    return figure_explanations.ask(
        figure=figure,
        by=by or user(Role.REVIEWER),
        amount=beside_the_register(figure.agreement, only=figure.pk)[0].remainder,
        reason=WhyOtherwise.DEFINITION,
        note="Counts those of other camps too.",
    )


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Write what no guard would let pass, and what leaves no history."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")
