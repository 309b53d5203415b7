"""What an agreement asks for is agreed on by two people, whoever writes: page, admin or SQL."""

import datetime

import pytest
from django.contrib.admin import site
from django.db import connection, transaction

from cases.admin.editing import ReferenceAdmin
from cases.casework import term_changes
from cases.models import (
    Agreement,
    AgreementFigures,
    AgreementStatement,
    Country,
    CriteriaSet,
    Criterion,
    Currency,
    FeeSchedule,
    KindOfClearance,
    Ministry,
    Phrase,
    Place,
    PlaceName,
    PublishedFigure,
    Requirement,
    StageLimit,
    Team,
    TermChange,
)
from cases.models.agreement import CALLED
from cases.models.grants import APPLICATION_ROLE, secure
from cases.queries.term_changes import RULES, TABLES, content_of, part_of
from cases.vocabulary import Measure, Role, TermPart
from tests import clock, factories
from tests.factories import DAY, NOON, SINCE_2019
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
NAMES = {
    TermPart.REQUIREMENTS: "requirement",
    TermPart.CONSENT: "consent_rule",
    TermPart.LIMITS: "stage_limit",
    TermPart.FOLLOW_UPS: "follow_up_rule",
    TermPart.AGES: "age_clock",
    TermPart.RETENTION: "retention_term",
}
SAYS = {
    TermPart.REQUIREMENTS: {"clearance": "kinship", "needed_for": "verify"},
    TermPart.CONSENT: {"purpose": "tracing", "giver_role": "father", "legal_source": "Law"},
    TermPart.LIMITS: {"stage": "verified", "days": 30},
    TermPart.FOLLOW_UPS: {"kind": "visit", "months": 3},
    TermPart.AGES: {"years": 15, "days_before": 30, "reason": "Asked for a consent."},
    TermPart.RETENTION: {"records": "home", "years": 10},
}
#: Other content of each, which a row in force does not take.
OTHER = {
    TermPart.REQUIREMENTS: {"valid_days": 9},
    TermPart.CONSENT: {"giver_role": "guardian"},
    TermPart.LIMITS: {"days": 900},
    TermPart.FOLLOW_UPS: {"months": 9},
    TermPart.AGES: {"days_before": 1},
    TermPart.RETENTION: {"years": 1},
}


@pytest.fixture
def agreement():
    return factories.agreement()


def new(agreement, part, during=SINCE_2019):
    return RULES[part](agreement=agreement, during=during, **SAYS[part])


def ahead(days=1):
    return clock.today() + datetime.timedelta(days=days)


def asked(term, *, row=None, **more):
    by = factories.user(Role.ADMIN)
    facts = {"part": part_of(term), "content": content_of(term), "asked_by": by, "asked_at": NOON}
    facts["term"] = row
    return TermChange.objects.create(agreement=term.agreement, **facts | more)


@pytest.mark.parametrize("part", RULES)
def test_row_that_nobody_approved_is_refused_whoever_writes(agreement, part):
    guard = f"{NAMES[part]}_agreed_by_two"
    secure("default")

    with refused(guard):
        new(agreement, part).save()
    asked(new(agreement, part))
    with refused(guard):  # asked for, not approved
        RULES[part].objects.bulk_create([new(agreement, part)])
    with refused(guard):
        execute(f"SET LOCAL ROLE {APPLICATION_ROLE}")
        new(agreement, part).save()
    assert not RULES[part].objects.filter(agreement=agreement, **SAYS[part]).exists()


@pytest.mark.parametrize("part", RULES)
def test_row_in_force_ends_by_two_people_and_says_what_it_said(agreement, part):
    row = factories.agreed(new(agreement, part))
    rows = RULES[part].objects.filter(pk=row.pk)

    with refused(f"{NAMES[part]}_agreed_by_two"):
        rows.update(during=(SINCE_2019[0], ahead()))
    with refused(f"{NAMES[part]}_in_force_stays"):
        rows.update(during=(SINCE_2019[0], clock.today()))
    with refused(f"{NAMES[part]}_in_force_stays"):
        rows.update(**OTHER[part])
    with refused("no_delete"):
        rows.delete()
    connection.check_constraints()  # a table with rows yet to be looked at is not emptied
    with refused("append_only"):
        execute(f"TRUNCATE {row._meta.db_table} CASCADE")


@pytest.mark.parametrize("part", RULES)
def test_approved_content_is_made_and_no_other(agreement, part):
    change = asked(new(agreement, part))
    approved = {"approved_by": factories.user(Role.REVIEWER), "approved_at": NOON}
    rows = TermChange.objects.filter(pk=change.pk)

    with refused("term_change_is_made"):
        rows.update(**approved, result=1)
    with refused("term_change_result_iff_approved"):
        rows.update(**approved)
    with refused("term_change_is_made"):
        row = new(agreement, part, (SINCE_2019[0], ahead(9)))
        row.save()
        rows.update(**approved, result=row.pk)
    with transaction.atomic():
        row = new(agreement, part)
        row.save()
        rows.update(**approved, result=row.pk)
        connection.check_constraints()


def test_an_approval_makes_one_row_once(agreement):
    row = factories.agreed(new(agreement, TermPart.LIMITS, (ahead(9), None)))
    moved = new(agreement, TermPart.LIMITS, (ahead(9), None))
    moved.pk, moved.stage = row.pk, "eligible"
    agreement.refresh_from_db()
    term_changes.ask(agreement=agreement, terms=[moved], by=factories.user(Role.ADMIN))
    agreement.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    term_changes.approve(agreement=agreement, version=agreement.version, by=reviewer)

    with refused("stage_limit_agreed_by_two"):  # what it said before was approved once
        StageLimit.objects.create(
            agreement=agreement, stage="verified", days=30, during=(ahead(9), None)
        )
    with refused("term_change_answer_stays"):
        TermChange.objects.filter(content__stage="verified").update(result=row.pk + 1)


@pytest.mark.parametrize(
    ("values", "guard"),
    [
        ({"approved_at": NOON}, "term_change_approved_whole"),
        ({"dropped_at": NOON}, "term_change_dropped_whole"),
        ({"content": {"agreement_id": 1}}, "term_change_terms_stay"),
        ({"term": 1}, "term_change_terms_stay"),
        ({"asked_at": NOON + datetime.timedelta(1)}, "term_change_terms_stay"),
        ({"reason": "other"}, "term_change_reason_when_dropped"),
    ],
)
def test_request_stays_as_it_was_asked(agreement, values, guard):
    change = asked(new(agreement, TermPart.LIMITS))

    with refused(guard):
        TermChange.objects.filter(pk=change.pk).update(**values)


def test_request_is_of_one_agreement_starts_asked_and_is_answered_by_another(agreement):
    limit = new(agreement, TermPart.LIMITS)
    change = asked(limit)
    person = factories.user(Role.REVIEWER)
    rows = TermChange.objects.filter(pk=change.pk)

    with refused("term_change_of_its_agreement"):
        asked(limit, content=content_of(limit) | {"agreement_id": agreement.pk + 1})
    with refused("term_change_part_known"):
        asked(limit, part="fee")
    with refused("term_change_starts_asked"):
        asked(limit, approved_by=person, approved_at=NOON, result=1)
    with refused("term_change_approved_by_another"):
        limit.save()
        rows.update(approved_by=change.asked_by, approved_at=NOON, result=limit.pk)
    with refused("term_change_approved_or_dropped"):
        limit.pk = None
        limit.save()
        both = {"dropped_by": person, "dropped_at": NOON, "result": limit.pk}
        rows.update(approved_by=person, approved_at=NOON, **both)
    with refused("no_delete"):
        rows.delete()


def test_one_change_of_a_row_waits(agreement):
    row = Requirement.objects.filter(agreement=agreement)[0]
    asked(row, row=row.pk)

    with refused("term_change_asked_once"):
        asked(row, row=row.pk)


def test_every_table_of_rules_is_tried():
    assert NAMES.keys() == SAYS.keys() == OTHER.keys() == RULES.keys()


# What an agreement itself says, its numbers, and the figures that were published


def figure(agreement, value=92, **more) -> PublishedFigure:
    says = {"measure": Measure.IDENTIFIED, "value": value, "definition": "Children"}
    says |= {"speaker": "Minister", "source": "AFP", "published_on": DAY}
    return PublishedFigure(agreement=agreement, **says | more)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "ended"),
        ("kind", "treaty"),
        ("home_id", 1),
        ("holding_id", 1),
        ("signed_on", DAY),
        ("effective_from", DAY),
        ("effective_to", DAY),
        ("children_per_escort", 9),
        ("infants_per_escort", 9),
    ],
)
def test_agreement_says_what_two_people_agreed_on(agreement, column, value):
    bare = factories.bare_agreement("RU")

    for each in (agreement, bare):  # what one person entered is not rewritten by one either
        with refused("agreement_agreed_by_two"):
            Agreement.objects.filter(pk=each.pk).update(**{column: value})

    Agreement.objects.filter(pk=agreement.pk).update(title="Said otherwise")
    connection.check_constraints()


@pytest.mark.parametrize("column", ["target", "identified", "as_of", "source"])
def test_published_base_and_target_take_two_people(agreement, column):
    row, other = agreement.figures.get(), factories.bare_agreement("RU")
    otherwise = {"target": 9, "identified": 99, "as_of": DAY, "source": "x"}

    with refused("agreementfigures_keys_stay"):
        AgreementFigures.objects.filter(pk=row.pk).update(agreement=other)
    with refused("figures_agreed_by_two"):
        AgreementFigures.objects.filter(pk=row.pk).update(**{column: otherwise[column]})
    with refused("figures_agreed_by_two"):
        AgreementFigures.objects.create(
            agreement=agreement, as_of=DAY, identified=99, target=1, source="x"
        )
    with refused("no_delete"):
        row.delete()
    with refused("append_only"):
        execute("TRUNCATE cases_agreementfigures CASCADE")


def test_published_figure_stays_and_is_corrected_by_one_that_names_it(agreement):
    row = factories.agreed(figure(agreement))
    other = factories.agreed(figure(factories.second_agreement("RU")))

    with refused("published_figure_agreed_by_two"):
        figure(agreement, 95, corrects=row).save()
    with refused("append_only"):
        PublishedFigure.objects.filter(pk=row.pk).update(value=1)
    with refused("append_only"):
        row.delete()
    connection.check_constraints()
    with refused("append_only"):
        execute("TRUNCATE cases_publishedfigure CASCADE")
    for elsewhere in (figure(agreement, corrects=other), figure(agreement, measure="target")):
        elsewhere.corrects = elsewhere.corrects or row
        with refused("published_corrects_its_own"):
            elsewhere.save()
    factories.agreed(figure(agreement, 95, corrects=row))
    with refused("cases_publishedfigure_corrects_id_key"):
        factories.agreed(figure(agreement, 96, corrects=row))

    shown = PublishedFigure.objects.uncorrected().filter(agreement=agreement)
    assert [each.value for each in shown] == [95]


def test_rules_are_approved_with_or_after_what_the_agreement_says():
    bare = factories.bare_agreement()
    change = asked(new(bare, TermPart.LIMITS))
    approved = {"approved_by": factories.user(Role.REVIEWER), "approved_at": NOON}

    with refused("term_change_agreement_first"):
        row = new(bare, TermPart.LIMITS)
        row.save()
        TermChange.objects.filter(pk=change.pk).update(**approved, result=row.pk)


def test_change_of_an_agreement_names_that_agreement(agreement):
    with refused("term_change_of_its_agreement"):
        TermChange.objects.create(
            agreement=agreement,
            part=TermPart.AGREEMENT,
            term=factories.bare_agreement().pk,
            content=content_of(agreement),
            asked_by=factories.user(Role.ADMIN),
            asked_at=NOON,
        )


# Which columns of reference data take two people, and which one person may change, and why

NAME = "what it is called: no figure counts by it, no act asks it, every version is kept"
_BY_TWO = {
    FeeSchedule: "everything but what a reviewer's answer says: fee_schedule_approval_stays",
    CriteriaSet: "criteria_set_approval_stays",
    Criterion: "criterion_set_is_draft",
}
FREE = {
    Agreement: {"slug": "its address", "title": NAME},
    AgreementStatement: {
        "agreement": "of which it is a statement",
        **dict.fromkeys(("part", "position", "language", "text", "heading"), NAME),
        **dict.fromkeys(("stated_on", "source"), NAME),
    },
    FeeSchedule: {
        **dict.fromkeys(("returned_reason", "returned_by"), "the second person's own answer"),
    },
    Phrase: dict.fromkeys(
        ("source", "language", "text"),
        "a translation; those of published criteria stay: phrase_of_published_criteria_stays",
    ),
    KindOfClearance: {
        "code": "never changes: kind_of_clearance_code_stays",
        "agreement": "asks for nothing until a requirement, which takes two people, names it",
        **dict.fromkeys(("name", "position"), NAME),
    },
    Ministry: {"home": "the first choice of a form", "name": NAME},
    Country: {
        "code": "of the list of states that is shipped",
        "name": NAME,
        "zone": "the first choice for a new place; days are the ministry's own everywhere",
    },
    Currency: {
        **dict.fromkeys(("code", "minor_units"), "of ISO 4217, and never change"),
        "in_use": "what a form offers; a fee in it still takes two people",
    },
    Place: {
        "name": NAME,
        **dict.fromkeys(("kind", "purpose"), "what it serves stays: place_purpose_stays"),
        "country": "asked about when a family is registered, and by nothing afterwards",
        "zone": "how an hour is written; days are the ministry's own everywhere",
        **dict.fromkeys(("typed_by", "checked_by", "checked_at"), "who typed and who checked"),
        "joined_into": "a place typed twice; its children keep what was typed",
    },
    PlaceName: dict.fromkeys(("place", "language", "name"), NAME),
    Team: {"name": NAME},
}
_OWN = {"id", "version"}


def test_each_column_of_reference_data_takes_two_people_or_says_why_not():
    edited = {model for model, page in site._registry.items() if isinstance(page, ReferenceAdmin)}
    inline = {page.model for each in site._registry.values() for page in each.inlines}

    assert edited | inline == {*TABLES.values(), *_BY_TWO, *FREE}
    for model in edited | inline:
        columns = {field.name for field in model._meta.concrete_fields} - _OWN
        two = model in _BY_TWO or model in TABLES.values()
        free = FREE.get(model, {}).keys()
        assert free <= columns if two else free == columns, model
    assert set(FREE[Agreement]) == set(CALLED)
