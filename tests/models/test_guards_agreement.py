"""What the database refuses of reference data, whoever asks."""

import datetime

import pytest
from django.db import transaction

from cases.models import (
    Agreement,
    AgreementFigures,
    AgreementStatement,
    ConsentRule,
    Country,
    Draft,
    FeeSchedule,
    Place,
    Requirement,
    StageLimit,
    Team,
    User,
)
from cases.vocabulary import (
    ClearanceKind,
    ConsentPurpose,
    FollowUpKind,
    GiverRole,
    NeededFor,
    RetentionClass,
    Role,
    Stage,
)
from tests import clock, factories
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta(days=1)


@pytest.fixture
def agreement():
    return factories.agreement()


@pytest.fixture
def proposed(agreement):
    """The fee schedule as it was before its approval, which no page takes back."""
    factories.agreed_otherwise(approved_by=None, approved_at=None)


def test_country_code_must_be_iso():
    with refused("country_code_is_iso"):
        Country.objects.create(code="tj", name="Tajikistan")


def test_place_is_named_once_in_a_country():
    place = factories.PlaceFactory()

    with refused("place_named_once_in_country"):
        Place.objects.bulk_create([Place(name=place.name, kind="prison", country=place.country)])


def test_agreement_is_between_two_countries(agreement):
    with refused("agreement_between_two_countries"):
        execute("UPDATE cases_agreement SET holding_id = home_id")


def test_agreement_ends_after_its_start(agreement):
    with refused("agreement_ends_after_start"):
        Agreement.objects.update(
            effective_from=datetime.date(2019, 2, 1), effective_to=datetime.date(2019, 1, 1)
        )


@pytest.mark.parametrize(("target", "identified"), [(93, 92), (0, 92)])
def test_target_lies_within_identified(agreement, target, identified):
    with refused("figures_target_within_identified"):
        AgreementFigures.objects.update(target=target, identified=identified)


def test_figures_are_given_once_a_day(agreement):
    figures = agreement.figures.get()

    with refused("figures_once_a_day"):
        AgreementFigures.objects.bulk_create(
            [
                AgreementFigures(
                    agreement=agreement, as_of=figures.as_of, identified=95, target=80, source="x"
                )
            ]
        )


@pytest.mark.parametrize("source", ["", None])
def test_statement_has_source_and_day(agreement, source):
    with refused("statement_has_source"):
        AgreementStatement.objects.bulk_create(
            [
                AgreementStatement(
                    agreement=agreement,
                    position=90,
                    heading="Fee",
                    text="400 dollars",
                    source=source or "",
                    stated_on=None,
                )
            ]
        )


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Requirement, "requirement_never_overlaps"),
        (ConsentRule, "consent_rule_never_overlaps"),
    ],
)
def test_terms_never_overlap(agreement, model, name):
    term = model.objects.first()
    term.pk, term.during = None, (datetime.date(2020, 1, 1), None)

    with refused(name):
        model.objects.bulk_create([term])


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("requirement", "requirement_has_start"),
        ("consentrule", "consent_rule_has_start"),
        ("stagelimit", "stage_limit_has_start"),
        ("feeschedule", "fee_schedule_has_start"),
    ],
)
@pytest.mark.parametrize("during", ["empty", "(,2020-01-01)"])
def test_terms_have_a_first_day(agreement, proposed, table, name, during):
    factories.stage_limit(agreement, Stage.VERIFIED, 30)

    with refused(name):
        execute(f"UPDATE cases_{table} SET during = %s", during)


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("amount", 0, "fee_schedule_amount_positive"),
        ("amount", -400, "fee_schedule_amount_positive"),
        ("standard_amount", 0, "fee_schedule_standard_positive"),
        ("currency", "usd", "fee_schedule_currency_is_iso"),
        ("currency", "$", "fee_schedule_currency_is_iso"),
        ("due_event", "someday", "fee_schedule_due_event_known"),
    ],
)
def test_fee_schedule_holds_a_real_sum(proposed, field, value, name):
    with refused(name):
        FeeSchedule.objects.update(**{field: value})


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("clearance", "horoscope", "requirement_clearance_known"),
        ("needed_for", "fun", "requirement_needed_for_known"),
    ],
)
def test_requirement_uses_known_words(agreement, field, value, name):
    kind = {"clearance": ClearanceKind.KINSHIP, "needed_for": NeededFor.VERIFY}
    ahead = factories.agreed(Requirement(agreement=agreement, during=in_days(1, None), **kind))

    with refused(name):
        Requirement.objects.filter(pk=ahead.pk).update(**{field: value})


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"purpose": "fun"}, "consent_rule_purpose_known"),
        ({"giver_role": "aunt"}, "consent_rule_giver_known"),
        ({"giver_role": "child"}, "consent_rule_age_iff_child"),
        ({"from_age": 10}, "consent_rule_age_iff_child"),
    ],
)
def test_consent_rule_uses_known_words(agreement, fields, name):
    rule = consent_rule_of(agreement, in_days(1, None))

    with refused(name):
        ConsentRule.objects.filter(pk=rule.pk).update(**fields)


def in_days(since, until):
    """Return a period that begins and ends in so many days, or never."""
    days = (since, until)
    return tuple(None if n is None else clock.today() + n * DAYS for n in days)


def consent_rule_of(agreement, during):
    return factories.agreed(
        ConsentRule(
            agreement=agreement,
            purpose=ConsentPurpose.TRACING,
            giver_role=GiverRole.FATHER,
            during=during,
            legal_source="Test",
        )
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"purpose": "dna"},
        {"giver_role": "guardian"},
        {"during": (-1, None)},
        {"during": (-9, 0)},
        {"during": (1, None)},
    ],
)
def test_consent_rule_in_force_is_only_ended_from_tomorrow_on(agreement, fields):
    rule = consent_rule_of(agreement, in_days(-9, 2))
    rules = ConsentRule.objects.filter(pk=rule.pk)
    changed = {"during": in_days(*fields["during"])} if "during" in fields else fields

    with transaction.atomic():
        rules.update(during=in_days(-9, 1), legal_source="Law 2")
        transaction.set_rollback(True)

    with refused("consent_rule_in_force_stays"):
        rules.update(**changed)


def test_consent_rule_that_ended_is_not_revived(agreement):
    rule = consent_rule_of(agreement, in_days(-9, -1))

    with refused("consent_rule_in_force_stays"):
        ConsentRule.objects.filter(pk=rule.pk).update(during=in_days(-9, None))


def test_stage_limit_is_positive_and_given_once(agreement):
    limit = {"agreement": agreement, "stage": Stage.VERIFIED, "during": in_days(1, None)}
    factories.agreed(StageLimit(**limit, days=30))

    with refused("stage_limit_days_positive"):
        StageLimit.objects.update(days=0)
    with refused("stage_limit_stage_known"):
        StageLimit.objects.update(stage="limbo")
    with refused("stage_limit_never_overlaps"):
        StageLimit.objects.bulk_create([StageLimit(**limit, days=1)])


@pytest.mark.parametrize(
    "table",
    [
        *("country", "place", "agreement", "feeschedule", "team", "user"),
        *("requirement", "consentrule", "stagelimit", "followuprule", "ageclock", "termchange"),
        "retentionterm",
    ],
)
def test_reference_data_is_never_deleted(agreement, table):
    factories.user(Role.CASEWORKER)
    factories.PlaceFactory()
    factories.stage_limit(agreement, Stage.VERIFIED, 30)
    factories.follow_up_rule(agreement, FollowUpKind.VISIT, 1)
    factories.age_clock(agreement, 18)
    factories.retention_term(agreement, RetentionClass.HOME, 10)

    with refused("no_delete"):
        execute(f"DELETE FROM cases_{table}")


def test_user_script_is_known():
    user = factories.user(Role.CASEWORKER)

    with refused("user_preferred_script_known"):
        User.objects.filter(pk=user.pk).update(preferred_script="Zzzz")


def test_team_name_is_unique():
    factories.TeamFactory(name="A")
    Team.objects.create(name="B")

    with refused("cases_team_name_key"):
        Team.objects.update(name="A")


def test_two_user_names_differ_by_more_than_capitals(db):
    factories.user(Role.CASEWORKER, username="sitora")

    with refused("user_name_one_whatever_capitals"):
        factories.user(Role.CASEWORKER, username="Sitora")


def test_one_page_has_one_draft(db):
    author = factories.user(Role.CASEWORKER)
    data = {"token": "one", "typed": {}}
    Draft.objects.create(author=author, form="family", data=data)

    with refused("draft_one_of_a_page"):
        Draft.objects.create(author=author, form="family", data=data)
