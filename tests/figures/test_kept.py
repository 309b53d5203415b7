import datetime
import threading

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cases.casework.seed import SLUG
from cases.figures import kept
from cases.figures.counts import Counted
from cases.figures.dashboard import Overview, overview
from cases.models import (
    Agreement,
    AgreementFigures,
    Assessment,
    Child,
    Country,
    Fee,
    FeeSchedule,
    Mother,
    Person,
    Place,
    Placement,
    PublishedFigure,
    StageLimit,
    Task,
    User,
)
from cases.vocabulary import Stage
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def nothing_kept():
    kept._KEPT.clear()
    yield
    kept._KEPT.clear()


def read() -> tuple[Overview, int]:
    """Return the overview and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        found = overview(SLUG, on=TODAY)
    assert found is not None
    return found, len(queries)


def test_second_reading_asks_only_whether_anything_has_changed():
    factories.child()

    first, asked = read()
    second, asked_again = read()

    assert second == first
    assert (asked > 3, asked_again) == (True, 1)


def test_new_child_is_counted_at_once():
    factories.child()
    before, _ = read()

    factories.child()

    after, _ = read()
    assert (before.counts[Counted.IDENTIFIED], after.counts[Counted.IDENTIFIED]) == (1, 2)


def test_change_by_raw_sql_is_seen_at_once():
    factories.child()
    read()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_agreementfigures SET target = 60")

    after, _ = read()
    assert after.progress.target == 60


#: One change of a row of each table that the figures are made of, past every act.
CHANGES = {
    Child: {"version": F("version") + 1},
    Assessment: {"proposal_reasons": "Seen again."},
    Fee: {"version": F("version") + 1},
    Placement: {"version": F("version") + 1},
    StageLimit: {"version": F("version") + 1},
    Task: {"version": F("version") + 1},
    User: {"last_name": "Назарова"},
    Country: {"name": "Elsewhere"},
    Agreement: {"title": "Another title"},
    AgreementFigures: {"target": 60},
    FeeSchedule: {"version": F("version") + 1},
    PublishedFigure: {"speaker": "Another"},
    Person: {"sex": "f"},
    Mother: {"version": F("version") + 1},
    Place: {"name": "Another place"},
}


def test_change_of_any_table_that_is_counted_is_seen_by_the_next_reading():
    agreement = factories.child(Stage.PLACED).agreement
    factories.assess(factories.child(Stage.VERIFIED))
    factories.stage_limit(agreement, Stage.VERIFIED, 30)
    PublishedFigure.objects.create(
        agreement=agreement, published_on=factories.DAY, measure="returned", value=1, speaker="AFP"
    )
    unseen = []

    for model, change in CHANGES.items():
        read()
        row = model.objects.order_by("-pk").values("pk")[:1]
        assert model.objects.filter(pk__in=row).update(**change) == 1
        _, asked = read()
        unseen += [model] * (asked == 1)

    assert unseen == []
    assert set(CHANGES) == set(kept._COUNTED)


def test_reading_amid_an_unfinished_change_is_not_kept():
    """The number of a history row may be given before, and seen after, that of a later one."""
    child = factories.child()
    changed, go_on = threading.Event(), threading.Event()

    def change() -> None:
        try:
            with transaction.atomic():
                Child.objects.filter(pk=child.pk).update(version=99)
                AgreementFigures.objects.update(target=61)
                changed.set()
                go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=change)
    thread.start()
    assert changed.wait(20)
    amid, _ = read()
    assert kept._KEPT == {}
    go_on.set()
    thread.join()

    after, _ = read()

    assert (amid.progress.target, after.progress.target) == (75, 61)


def test_own_unfinished_change_is_not_kept():
    factories.child()

    with transaction.atomic():
        AgreementFigures.objects.update(target=62)
        within, _ = read()
        transaction.set_rollback(True)

    after, _ = read()
    assert (within.progress.target, after.progress.target) == (62, 75)
