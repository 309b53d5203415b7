"""A list with names: off unless allowed, for a purpose, by two above 25, stamped, for a day."""

import csv
import datetime
import io

import pytest
from django.test import Client
from django.urls import reverse

from cases.casework import named_exports
from cases.models import AccessRow, Child, NamedExport, NamedExportFile, User
from cases.vocabulary import Role, Sex
from cases.web.again import CONFIRMED_AT, HOLDS
from tests import factories
from tests.conftest import StaffClient
from tests.views import sheets

pytestmark = pytest.mark.django_db
ASK = reverse("named-export-ask")
WHY = {"purpose": "For the court in Baghdad"}


@pytest.fixture
def reviewer() -> User:
    return factories.user(Role.REVIEWER, exports_names=True, language="en")


@pytest.fixture
def other() -> User:
    return factories.user(Role.REVIEWER, language="en")


def _client(person: User) -> StaffClient:
    client = StaffClient()
    client.force_login(person)
    return client


def _csv(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def _text(response) -> str:
    return response.content.decode()


def test_off_unless_an_admin_allows_it(other):
    factories.child()
    client = _client(other)

    assert "An admin can allow it." in _text(client.get(ASK))
    assert "An admin can allow it." in _text(client.post(ASK, WHY))
    assert not NamedExport.objects.exists()


def test_short_list_is_taken_by_one_stamped_and_on_record(reviewer):
    child = factories.child(under=factories.second_agreement())
    stranger = factories.child(team=factories.TeamFactory(name="Erbil desk"))
    girls = Child.objects.exclude(pk=child.pk)
    girls.first().person.__class__.objects.filter(pk=stranger.person_id).update(sex=Sex.FEMALE)
    sex = Child.objects.get(pk=child.pk).person.sex
    client = _client(reviewer)

    page = client.post(f"{ASK}?sex={sex}&page=3", WHY, follow=True)
    export = NamedExport.objects.get()
    rows = _csv(client.get(reverse("named-export-csv", args=[export.pk])))
    sheet = client.get(reverse("named-export-xlsx", args=[export.pk]))

    assert "For the court in Baghdad" in _text(page)
    assert (export.filter, export.children) == (f"sex={sex}", [child.pk])
    assert [row[:2] for row in rows[1:]] == [[child.reference, child.person.name]]
    assert all(
        row[-1].startswith(f"{export} · {reviewer} ({reviewer.username}) · 20") for row in rows[1:]
    )
    assert sheets.rows_of(sheet.getvalue())[1][:2] == [child.reference, child.person.name]
    assert list(NamedExportFile.objects.values_list("by", "ending")) == [
        (reviewer.pk, "xlsx"),
        (reviewer.pk, "csv"),
    ]
    seen = AccessRow.objects.filter(page__startswith="named-export-").order_by("pk")
    assert list(seen.values_list("page", "rows")) == [
        ("named-export-csv", 1),
        ("named-export-xlsx", 1),
    ]


def test_purpose_is_required(reviewer):
    factories.child()

    assert "Fill this in." in _text(_client(reviewer).post(ASK, {"purpose": "  "}))
    assert not NamedExport.objects.exists()


def test_who_is_at_the_keyboard_is_asked_before(reviewer):
    factories.child()
    export = factories.named_export(Child.objects.all(), by=reviewer)
    client = _client(reviewer)
    session = client.session
    session[CONFIRMED_AT] -= HOLDS
    session.save()

    answer = client.get(reverse("named-export-csv", args=[export.pk]))

    assert answer["Location"].startswith(reverse("confirm"))
    assert client.get(ASK)["Location"].startswith(reverse("confirm"))
    assert not NamedExportFile.objects.exists()


def test_above_25_a_second_reviewer_approves_what_is_still_the_same(reviewer, other):
    factories.family(26)
    asks, agrees = _client(reviewer), _client(other)
    asks.post(ASK, WHY)
    export = NamedExport.objects.get()
    page, file, approve = (
        reverse(route, args=[export.pk])
        for route in ("named-export", "named-export-csv", "named-export-approve")
    )

    waiting = asks.get(file)
    own = asks.post(approve, {"version": 1})
    listed = agrees.get(reverse("reviews"))
    newcomer = factories.child()
    changed = agrees.post(approve, {"version": 1})
    Child.objects.filter(pk=newcomer.pk).update(agreement=newcomer.agreement)

    assert (waiting.status_code, "It waits for a second person." in _text(waiting)) == (409, True)
    assert "A second person must approve it." in _text(own)
    assert f'href="{page}?in=reviews' in _text(listed)
    assert changed.status_code == 409
    assert "26 children then, 27 now" in _text(changed)
    assert "26 children then, 27 now" in _text(agrees.get(page))
    assert not NamedExport.objects.filter(approved_by__isnull=False).exists()

    agrees.post(reverse("named-export-drop", args=[export.pk]), {"version": 1})
    asks.post(ASK, WHY)
    again = NamedExport.objects.get(dropped_by=None)
    agrees.post(reverse("named-export-approve", args=[again.pk]), {"version": 1})

    taken = asks.get(reverse("named-export-csv", args=[again.pk]))
    assert len(_csv(taken)) == 28
    assert agrees.get(reverse("named-export-csv", args=[again.pk])).status_code == 409


def test_list_that_changed_since_is_not_handed_out(reviewer):
    factories.child()
    export = factories.named_export(Child.objects.all(), by=reviewer)
    factories.child()

    answer = _client(reviewer).get(reverse("named-export-csv", args=[export.pk]))

    assert "1 children then, 2 now" in _text(answer)
    assert not NamedExportFile.objects.exists()


def test_a_day_later_it_is_asked_again(reviewer):
    factories.child()
    export = factories.named_export(Child.objects.all(), by=reviewer)

    with pytest.raises(named_exports.CannotExport, match="More than a day has passed"):
        named_exports.hand_out(
            export=export,
            by=reviewer,
            children=export.children,
            ending="csv",
            at=export.asked_at + datetime.timedelta(days=1),
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_auditor_sees_every_export_with_filter_count_purpose_and_files(
    rows, django_assert_num_queries
):
    factories.child()
    exports = [factories.named_export(Child.objects.all(), narrowed="sex=m") for _ in range(rows)]
    for export in exports:
        NamedExportFile.objects.create(export=export, by=export.asked_by, ending="csv")
    client = _client(factories.user(Role.AUDITOR, language="en"))
    client.get(reverse("audit-exports"))

    with django_assert_num_queries(8):
        page = client.get(reverse("audit-exports"))
    file = client.get(reverse("audit-exports-csv") + "?kind=open").getvalue().decode()
    none = client.get(reverse("audit-exports-csv") + "?kind=dropped").getvalue().decode()

    assert page.content.count(b'<th scope="row">') == rows
    assert _text(page).count("Sex: Boy") == _text(page).count(", csv<") == rows
    assert file.count("Sex: Boy") == rows
    assert none.count("\n") == 1
    assert Client().get(reverse("audit-exports")).status_code == 302
