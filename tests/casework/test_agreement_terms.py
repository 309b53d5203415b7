"""What an agreement still needs is listed, and its parts can be taken over from another one."""

import pytest
from django.urls import reverse

from cases.casework import term_changes
from cases.casework.agreement_terms import COPIED, copy_terms
from cases.casework.assessments import ask_to_publish, publish
from cases.casework.journal import CannotMove
from cases.casework.kept_words import reword
from cases.casework.seed import seed_agreement
from cases.figures.readiness import TermState, needs_of, needs_of_all
from cases.models import (
    AgeClock,
    Agreement,
    AgreementStatement,
    ConsentRule,
    CriteriaSet,
    FeeSchedule,
    FollowUpRule,
    KindOfClearance,
    Requirement,
    RetentionTerm,
    StageLimit,
)
from cases.rules.stages import WAY_HOME
from cases.vocabulary import AskedFact, CriteriaStatus, RetentionClass, Role, Stage, TermPart
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
TABLES = (
    AgeClock,
    AgreementStatement,
    ConsentRule,
    CriteriaSet,
    FeeSchedule,
    FollowUpRule,
    Requirement,
    RetentionTerm,
    StageLimit,
)


@pytest.fixture
def admin():
    return factories.user(Role.ADMIN, first_name="Alisher", last_name="Nazarov")


@pytest.fixture
def approver():
    return factories.user(Role.FINANCE_APPROVER, first_name="Zarina", last_name="Karimova")


@pytest.fixture
def iraq(admin, approver):
    """The agreement as it ships, with criteria that are published."""
    made = seed_agreement(by=admin, reviewer=factories.user(Role.REVIEWER))
    factories.age_clock(made, 9, days_before=60, reason="Invented")
    factories.retention_term(made, RetentionClass.HOME, 10)
    published = CriteriaSet.objects.create(agreement=made, number=1, source="Invented")
    facts = {"code": "national", "asks": AskedFact.NATIONAL, "position": 1}
    published.criteria.create(text="Is the child a national?", **facts)
    rows = CriteriaSet.objects.filter(pk=published.pk)
    rows.update(publish_asked_by=admin, publish_asked_at=factories.NOON)
    rows.update(
        status=CriteriaStatus.PUBLISHED,
        publish_approved_by=factories.user(Role.REVIEWER),
        publish_approved_at=factories.NOON,
    )
    return made


@pytest.fixture
def syria():
    return factories.bare_agreement()


def states(agreement) -> dict[TermPart, TermState]:
    needs = needs_of(needs_of_all(on=DAY), agreement.slug)
    return {need.part: need.state for need in needs.needs}


def test_new_agreement_needs_everything_but_teams(syria):
    factories.TeamFactory()

    now = states(syria)

    assert {part for part in TermPart if now[part] != TermState.MISSING} == {
        TermPart.TEAMS,
        TermPart.AGES,
        TermPart.PUBLISHED,
        TermPart.RETENTION,
    }
    assert now[TermPart.AGES] == TermState.USUAL
    assert now[TermPart.RETENTION] == TermState.FOR_EVER


def test_every_part_is_taken_over_and_what_needs_two_people_waits(admin, iraq, syria):
    copy_terms(to=syria, source=iraq, parts=COPIED, by=admin, on=DAY)

    before = states(syria)
    syria.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    term_changes.approve(agreement=syria, version=syria.version, by=reviewer)
    now = states(syria)
    assert before[TermPart.STATEMENTS] == TermState.MISSING  # headings without a text
    for part in set(COPIED) - {TermPart.STATEMENTS}:
        assert before[part] == TermState.WAITS, part
        waits = part in (TermPart.FEE, TermPart.CRITERIA)
        assert now[part] == (TermState.WAITS if waits else TermState.READY), part
    for table in TABLES:
        theirs, own = (table.objects.filter(agreement=each).count() for each in (iraq, syria))
        assert theirs == own > 0, table
    schedule = syria.fee_schedules.get()
    assert (schedule.amount, schedule.asked_by, schedule.approved_by) == (400, admin, None)
    assert (schedule.during.lower, schedule.during.upper) == (DAY, None)
    assert not syria.statements.exclude(text="").exists()
    criterion = syria.criteria_sets.get().criteria.get()
    assert (criterion.code, criterion.asks) == ("national", AskedFact.NATIONAL)


def test_question_about_a_kind_of_the_other_agreement_is_taken_over_without_it(admin, iraq, syria):
    KindOfClearance.objects.create(code="camp", name="Camp’s release", agreement=iraq)
    drawn_up = CriteriaSet.objects.create(agreement=iraq, number=2, source="Letter")
    drawn_up.criteria.create(code="camp", text="Has the camp released the child?", asks="camp")
    rows = CriteriaSet.objects.filter(agreement=iraq)
    rows.filter(number=1).update(status=CriteriaStatus.RETIRED)
    ask_to_publish(criteria_set=drawn_up, by=admin)
    drawn_up.refresh_from_db()
    publish(criteria_set=drawn_up, version=drawn_up.version, by=factories.user(Role.REVIEWER))

    copy_terms(to=syria, source=iraq, parts=[TermPart.CRITERIA], by=admin, on=DAY)

    assert syria.criteria_sets.get().criteria.get().asks == ""


def test_all_chosen_parts_are_taken_over_or_none(iraq, syria):
    factories.stage_limit(syria, "registered", 9)
    chosen = (TermPart.REQUIREMENTS, TermPart.FEE, TermPart.LIMITS)

    with pytest.raises(CannotMove, match="Time limits of stages: this agreement has its own"):
        copy_terms(to=syria, source=iraq, parts=chosen, by=factories.user(Role.ADMIN), on=DAY)

    assert not Requirement.objects.filter(agreement=syria)
    assert not FeeSchedule.objects.filter(agreement=syria)


def test_what_the_other_agreement_lacks_is_refused(syria):
    other, by = factories.bare_agreement("RU"), factories.user(Role.ADMIN)

    with pytest.raises(CannotMove, match="the other agreement has none"):
        copy_terms(to=other, source=syria, parts=[TermPart.CRITERIA], by=by, on=DAY)


# Pages


def test_page_says_who_must_act_next_by_name(client, admin, approver, iraq, syria):
    reviewer = factories.user(Role.REVIEWER, first_name="Amina", last_name="Alieva")
    client.force_login(admin)
    at = reverse("agreement-needs", args=[syria.slug])

    empty = client.get(at).content.decode()
    typed = {"source": iraq.pk, "parts": ["fee", "limits"]}
    client.post(reverse("agreement-copy", args=[syria.slug]), typed)
    rows = {row.label: row for row in client.get(at).context["rows"]}

    assert "Alisher Nazarov" in empty
    assert str(reviewer) in rows[TermPart.LIMITS.label].who
    assert rows[TermPart.LIMITS.label].url == reverse("terms", args=[syria.slug])
    assert str(approver) in rows[TermPart.FEE.label].who
    assert "Alisher" not in rows[TermPart.FEE.label].who
    assert rows[TermPart.FEE.label].url == reverse("fee-schedule", args=[syria.slug])
    for row in rows.values():
        assert client.get(row.url).status_code == 200, row.label


def test_nothing_chosen_to_copy_is_said(client, admin, iraq, syria):
    client.force_login(admin)

    page = client.post(reverse("agreement-copy", args=[syria.slug]), {"source": iraq.pk})

    assert (page.status_code, "Choose at least one." in page.content.decode()) == (200, True)


def test_reviewer_reads_the_list_from_the_data_checks(client, syria):
    client.force_login(factories.user(Role.REVIEWER))
    at = reverse("agreement-needs", args=[syria.slug])

    checks = client.get(reverse("integrity")).content.decode()
    page = client.get(at).content.decode()

    assert f'href="{at}"' in checks
    assert "Copy from another agreement" not in page
    assert "/admin/" not in page


def test_texts_without_a_translation_are_listed(client, admin, syria):
    client.force_login(admin)
    Agreement.objects.filter(pk=syria.pk).update(title="Notes with the camp")
    factories.fee_schedule(syria, source="Письмо министерства", agreed=False)
    at = reverse("agreement-needs", args=[syria.slug])

    before = client.get(at).context["untranslated"]
    reword("Notes with the camp", {"ru": "Ноты с лагерем"})
    after = client.get(at).context["untranslated"]

    assert ("en", "Письмо министерства") in before
    assert ("ru", "Письмо министерства") not in before
    assert set(before) - set(after) == {("ru", "Notes with the camp")}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_there_is(client, admin, rows, django_assert_num_queries):
    made = factories.bare_agreement()
    client.force_login(admin)
    for stage in ("registered", "verified", "eligible")[:rows]:
        factories.stage_limit(made, stage, 9)
    for country in ("RU", "TR")[: rows - 1]:
        factories.bare_agreement(country)

    at = reverse("agreement-needs", args=[made.slug])
    client.get(at)  # what is asked once in a process

    with django_assert_num_queries(6):  # session, user, needs, who may what, their names, texts
        page = client.get(at)

    assert page.status_code == 200


def test_limits_of_some_stages_alone_are_told(syria):
    def limit(stage: Stage) -> StageLimit:
        return StageLimit(agreement=syria, stage=stage, days=20, during=factories.SINCE_2019)

    factories.agreed(limit(Stage.REGISTERED))
    of_one = states(syria)[TermPart.LIMITS]
    factories.agreed(*(limit(stage) for stage in WAY_HOME[1:]))

    assert of_one == TermState.SOME
    assert states(syria)[TermPart.LIMITS] == TermState.READY
