"""The administration pages: who sees which table, and that nobody's change is lost."""

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import UniqueConstraint
from django.urls import reverse

from cases import wording
from cases.admin.editing import ReadOnlyAdmin, ReferenceAdmin
from cases.casework import assessments
from cases.forms.fields import PlainErrors
from cases.models import (
    AccessRow,
    Agreement,
    Child,
    ConsentRule,
    Country,
    CriteriaSet,
    Criterion,
    Currency,
    FeeSchedule,
    Ministry,
    PersonName,
    Place,
    Placement,
    StageLimit,
    Team,
    User,
)
from cases.models.grants import APPLICATION_ROLE, secure
from cases.vocabulary import CriteriaStatus, Role, Stage
from repatriation.administration import GROUPS
from tests import factories
from tests.admin.conftest import page
from tests.canaries import told

pytestmark = pytest.mark.django_db
OURS = [model for model in admin.site._registry if model._meta.app_label == "cases"]
READ_ONLY = [m for m in OURS if isinstance(admin.site._registry[m], ReadOnlyAdmin)]
KEPT = [m for m in OURS if m not in READ_ONLY]


def answers(client, models):
    return {model: client.get(page(model)).status_code for model in models}


def test_every_table_is_registered():
    shown = {model._meta.model_name for model in OURS}

    assert {"child", "mother", "journal", "country", "user", "accessrow"} <= shown
    assert len(READ_ONLY) >= 18


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.model_name)
def test_admin_keeps_reference_data(signed_in, model):
    factories.child(Stage.CLEARED)
    client = signed_in(factories.user(Role.ADMIN))

    assert client.get(page(model)).status_code == 200
    added = 403 if model in (Ministry, Currency) else 200  # what there is, is there
    assert client.get(page(model, "add")).status_code == added
    if row := model._default_manager.exclude(pk=0).order_by("-pk").first():
        assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.model_name)
def test_delete_is_offered_only_where_the_database_allows_it(signed_in, model):
    factories.child(Stage.CLEARED)
    secure("default")
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute("SELECT has_table_privilege(%s, %s, 'DELETE')", [APPLICATION_ROLE, table])
        [allowed] = cursor.fetchone()
    client = signed_in(factories.user(Role.ADMIN))
    row = model._default_manager.exclude(pk=0).order_by("-pk").first()

    listed = client.get(page(model)).content.decode()

    assert allowed or 'value="delete_selected"' not in listed
    if row:
        shown = client.get(page(model, "change", row.pk)).content.decode()
        answer = client.get(page(model, "delete", row.pk)).status_code
        assert allowed or (answer, page(model, "delete", row.pk) in shown) == (403, False)


def test_record_is_not_deleted_by_an_address_or_an_action_that_is_not_offered(signed_in):
    country = factories.agreement().holding
    client = signed_in(factories.user(Role.ADMIN))
    chosen = {"action": "delete_selected", "_selected_action": country.pk, "post": "yes"}

    deleted = client.post(page(Country, "delete", country.pk), {"post": "yes"})
    client.post(page(Country), chosen)

    assert deleted.status_code == 403
    assert Country.objects.filter(pk=country.pk).exists()


def test_admin_sees_no_case(signed_in):
    client = signed_in(factories.user(Role.ADMIN))

    assert answers(client, READ_ONLY) == dict.fromkeys(READ_ONLY, 403)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.REVIEWER, Role.OFFICIAL])
def test_staff_of_other_roles_are_turned_away(signed_in, role):
    client = signed_in(factories.user(role))

    assert answers(client, OURS) == dict.fromkeys(OURS, 302)


def test_superuser_reads_and_cannot_change(signed_in):
    factories.child(Stage.PLACED, caseworker=factories.user(Role.CASEWORKER))
    client = signed_in(factories.UserFactory(is_superuser=True, is_staff=True))

    assert answers(client, READ_ONLY) == dict.fromkeys(READ_ONLY, 200)
    for model in READ_ONLY:
        assert client.get(page(model, "add")).status_code == 403, model
        if row := model._default_manager.order_by("pk").first():
            change, delete = page(model, "change", row.pk), page(model, "delete", row.pk)
            assert client.get(change).status_code == 200, model
            assert client.post(change, {}).status_code == 403, model
            assert client.post(delete, {"post": "yes"}).status_code == 403, model


#: Tables whose rows say who somebody is, or where: an auditor does not open them.
CLOSED = {"assessment", "finding", "mother", "hearing", "kinshipclaim", "claimevidence"}
CLOSED |= {"handover", "placement", "movement", "passenger", "siblingexception", "person"}
CLOSED |= {"personname", "identifier", "duplicateanswer", "document"}
CLOSED |= {"agreementchange", "formerreference", "motherchange"}


def test_auditor_meets_no_name_place_or_birth(signed_in):
    child = factories.child(Stage.PLACED)
    client = signed_in(factories.user(Role.AUDITOR))
    secrets = (child.person.name, child.mother.person.name, child.held_at.name, "1989")

    for model in READ_ONLY:
        urls = [page(model)]
        if row := model._default_manager.order_by("pk").first():
            urls.append(page(model, "change", row.pk))
        for url in urls:
            response = client.get(url)
            expected = 403 if model._meta.model_name in CLOSED else 200
            assert response.status_code == expected, url
            assert told(response.content.decode(), secrets) == [], url
    assert child.reference in client.get(page(Child)).content.decode()


def test_every_foreign_key_of_a_kept_table_has_a_search_box(rf):
    request = rf.get("/")
    request.user = User(is_superuser=True)

    for model in KEPT:
        kept = admin.site._registry[model]
        if isinstance(kept, ReferenceAdmin):
            boxes = set(kept.get_autocomplete_fields(request)) | set(
                kept.get_readonly_fields(request)
            )
            keys = {f.name for f in model._meta.local_fields if f.many_to_one and f.editable}
            assert keys <= boxes, model


def test_stale_change_is_refused_with_both_values(signed_in):
    place = factories.PlaceFactory(name="Old name")
    client = signed_in(factories.user(Role.ADMIN))
    form = {
        "name": "My name",
        "kind": place.kind,
        "country": place.country_id,
        "seen_version": place.version,
        "names-TOTAL_FORMS": 0,
        "names-INITIAL_FORMS": 0,
    }
    Place.objects.filter(pk=place.pk).update(name="Their name", version=2)

    response = client.post(page(Place, "change", place.pk), form)
    missing = client.post(page(Place, "change", place.pk), {**form, "seen_version": ""})

    assert "Their name" in response.content.decode()
    assert "My name" in response.content.decode()
    assert missing.status_code == 200
    assert Place.objects.get(pk=place.pk).name == "Their name"


def test_change_with_the_right_version_is_saved(signed_in):
    team = factories.TeamFactory(name="Old desk")
    client = signed_in(factories.user(Role.ADMIN))

    response = client.post(page(Team, "change", team.pk), {"name": "New desk", "seen_version": 1})

    assert response.status_code == 302
    team.refresh_from_db()
    assert (team.name, team.version) == ("New desk", 2)


def test_admin_asks_and_reviewer_publishes_criteria(signed_in):
    admin_user, reviewer = factories.user(Role.ADMIN), factories.user(Role.REVIEWER)
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Letter")
    Criterion.objects.create(criteria_set=draft, code="age", text="Under 18?")
    client = signed_in(admin_user)

    client.post(page(CriteriaSet), {"action": "ask_to_publish", "_selected_action": [draft.pk]})
    draft.refresh_from_db()
    with pytest.raises(assessments.CannotMove, match="You requested this"):
        assessments.publish(criteria_set=draft, version=draft.version, by=admin_user)
    assessments.publish(criteria_set=draft, version=draft.version, by=reviewer)

    draft.refresh_from_db()
    assert draft.status == CriteriaStatus.PUBLISHED
    assert CriteriaSet.objects.get(agreement=draft.agreement, number=1).status == "retired"


def test_change_of_criteria_takes_the_wish_to_publish_back(signed_in):
    author, editor = factories.user(Role.ADMIN), factories.user(Role.ADMIN)
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=9, source="Minutes")
    Criterion.objects.create(criteria_set=draft, code="one", text="Is it so?")
    assessments.ask_to_publish(criteria_set=draft, by=author)
    form = {
        "agreement": draft.agreement_id,
        "number": 9,
        "source": "Other minutes",
        "seen_version": CriteriaSet.objects.get(pk=draft.pk).version,
        "criteria-TOTAL_FORMS": 0,
        "criteria-INITIAL_FORMS": 0,
    }

    response = signed_in(editor).post(page(CriteriaSet, "change", draft.pk), form)

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.source, draft.publish_asked_by) == ("Other minutes", None)


def test_reading_a_name_is_on_record(signed_in):
    child = factories.child(Stage.REGISTERED)
    reader = factories.UserFactory(is_superuser=True, is_staff=True)

    signed_in(reader).get(page(PersonName))
    signed_in(reader).get(page(Child, "change", child.pk))

    seen = AccessRow.objects.filter(by=reader).order_by("pk").values_list("page", "child")
    assert list(seen) == [("admin-personname", None), ("admin-child", child.pk)]


def test_how_to_reach_a_caregiver_is_not_read_here(signed_in):
    reader = factories.UserFactory(is_superuser=True, is_staff=True)
    row = factories.child(Stage.PLACED).placements.get()
    Placement.objects.update(contact="+992 00 000 0001")

    text = signed_in(reader).get(page(Placement, "change", row.pk)).content.decode()

    assert row.child.reference in text
    assert "+992" not in text


def test_two_roles_open_no_table_of_names(signed_in):
    auditor = factories.user(Role.AUDITOR)
    auditor.groups.add(*factories.user(Role.CASEWORKER).groups.all())

    assert signed_in(auditor).get(page(PersonName)).status_code == 403


def test_empty_criteria_set_is_not_asked_for(signed_in):
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Letter")
    client = signed_in(factories.user(Role.ADMIN))

    client.post(page(CriteriaSet), {"action": "ask_to_publish", "_selected_action": [draft.pk]})

    draft.refresh_from_db()
    assert draft.publish_asked_by is None


def test_published_criteria_are_only_shown(signed_in):
    criteria = factories.agreement().criteria_sets.get()
    client = signed_in(factories.user(Role.ADMIN))

    response = client.get(page(CriteriaSet, "change", criteria.pk))

    assert b"criteria-0-text" not in response.content


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_queries(signed_in, rows, django_assert_max_num_queries):
    home = factories.agreement()
    for number in range(1, rows):
        Agreement.objects.create(
            slug=f"a{number}",
            home=home.home,
            holding=home.holding,
            title=f"A {number}",
            kind=home.kind,
            status=home.status,
        )
    client = signed_in(factories.user(Role.ADMIN))

    with django_assert_max_num_queries(6):
        client.get(page(Agreement))


#: What an empty field is told before its constraint is asked.
SEEN_BEFORE = {"ministry_is_one", "ministry_named", "phrase_says_something"}
SEEN_BEFORE |= {"kind_of_clearance_named"}


def test_no_form_answers_with_the_name_of_a_constraint(signed_in):
    """What a choice or a field refuses before is not among them."""
    silent = [
        constraint.name
        for model in KEPT
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        if not isinstance(constraint, UniqueConstraint) and not constraint.name.endswith("_known")
        if _is_typed(model, constraint) and constraint.name not in SEEN_BEFORE
    ]

    assert silent == []


def _is_typed(model, constraint) -> bool:
    """Whether a form of the administration has a field that the constraint is about."""
    kept = admin.site._registry[model]
    condition = getattr(constraint, "condition", None)
    names = condition.referenced_base_fields if condition else {"during"}
    return any(
        model._meta.get_field(name).editable and name not in kept.readonly_fields for name in names
    )


@pytest.mark.parametrize("model", KEPT)
def test_empty_boxes_and_limits_are_told_as_on_every_page(rf, model):
    kept = admin.site._registry[model]
    request = rf.get("/")
    request.user = factories.user(Role.ADMIN)
    inlines = [each.form for each in kept.inlines]

    forms = [kept.get_form(request), kept.get_form(request, None, change=True), *inlines]

    assert all(issubclass(form, PlainErrors) for form in forms)


def test_the_address_of_an_agreement_says_what_it_is(signed_in):
    client = signed_in(factories.user(Role.ADMIN))

    form = client.get(page(Agreement, "add")).content.decode()
    empty = client.post(page(Agreement, "add"), {"title": "a" * 999}).content.decode()

    assert "Name in the address of its page" in form
    assert "Fill this in." in empty
    assert "This is too long. Use at most" in empty
    assert "This field is required" not in empty
    assert "Ensure this value" not in empty


@pytest.mark.parametrize(
    ("currency", "sentences"),
    [
        ("usd", []),
        ("us", ["Three letters, as in USD or TJS."]),
        ("JPY", ["JPY is not in use here."]),
    ],
)
def test_currency_is_one_in_use_in_small_letters_or_capitals(signed_in, currency, sentences):
    client = signed_in(factories.user(Role.ADMIN))
    typed = {
        "agreement": factories.agreement().pk,
        "amount": "400",
        "currency": currency,
        "due_event": "eligible",
        "during_0": "01.03.2019",
        "seen_version": "",
    }

    shown = client.post(page(FeeSchedule, "add"), typed).content.decode()

    assert [each for each in sentences if each not in shown] == []
    assert ("errors field-currency" in shown) is bool(sentences)
    assert "Constraint" not in shown


def test_proposed_rate_leads_to_its_page_and_says_who_is_next(signed_in):
    client = signed_in(factories.user(Role.ADMIN))
    agreement = factories.bare_agreement()
    typed = {
        "agreement": agreement.pk,
        "amount": "250",
        "currency": "USD",
        "basis": "service",
        "due_event": "eligible",
        "during_0": "01.03.2019",
        "source": "Order 9",
        "seen_version": "",
    }

    shown = client.post(page(FeeSchedule, "add"), typed, follow=True)

    assert shown.redirect_chain[-1][0] == reverse("fee-schedule", args=[agreement.slug])
    assert "A second person must approve it." in shown.content.decode()


def test_draft_of_criteria_says_how_it_is_published(signed_in):
    client = signed_in(factories.user(Role.ADMIN))
    draft = CriteriaSet.objects.create(agreement=factories.agreement(), number=2, source="Letter")
    rows = {"criteria-TOTAL_FORMS": 0, "criteria-INITIAL_FORMS": 0}
    typed = {"agreement": draft.agreement_id, "number": 2, "source": "Order", **rows}

    address = page(CriteriaSet, "change", draft.pk)
    shown = client.post(address, typed | {"seen_version": draft.version}, follow=True)

    assert "choose it here and request publication." in shown.content.decode()


def test_what_names_a_kind_of_record_declines_nothing_in_russian(signed_in):
    client = signed_in(factories.user(Role.ADMIN))
    client.cookies["django_language"] = "ru"

    lists, added = (
        client.get(reverse(f"admin:cases_{name}")).content.decode()
        for name in ("user_changelist", "feeschedule_add")
    )

    assert "Выберите, что изменить: пользователь" in lists
    assert "Добавить: ставка сбора" in added


def test_every_table_stands_in_one_group():
    grouped = [table for _group, _name, tables in GROUPS for table in tables]

    assert sorted(grouped) == sorted(model._meta.model_name for model in OURS)


def test_front_page_lists_the_tables_by_group(signed_in):
    shown = signed_in(factories.user(Role.ADMIN)).get(reverse("admin:index")).content.decode()

    order = ["Agreements and their terms", "Consent rules", "Fee schedules", "Places", "Users"]
    assert sorted(order, key=shown.index) == order
    assert "Payments" not in shown  # a group of which its reader sees nothing


def test_a_term_shows_its_days_in_words_and_folds_the_other_languages(signed_in):
    factories.agreement()
    term = ConsentRule.objects.earliest("pk")
    client = signed_in(factories.user(Role.ADMIN))

    listed = client.get(page(ConsentRule)).content.decode()
    form = client.get(page(ConsentRule, "change", term.pk)).content.decode()

    assert f"from {wording.day_text(term.during.lower)}" in listed
    assert "DateRange" not in listed
    assert form.index("In other languages") > form.index('name="legal_source"')
    assert 'name="legal_source_ru"' in form


@pytest.mark.parametrize("model", [ConsentRule, StageLimit, FeeSchedule])
def test_who_only_reads_a_term_reads_its_days_in_words(signed_in, model):
    factories.stage_limit(factories.agreement(), "registered", 30)
    term = model.objects.earliest("pk")

    shown = signed_in(factories.user(Role.AUDITOR)).get(page(model, "change", term.pk))

    assert f"from {wording.day_text(term.during.lower)}" in shown.content.decode()
    assert "None)" not in shown.content.decode()
