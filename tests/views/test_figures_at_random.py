"""Whatever the register, the day and the reader: page, csv, xlsx and PDF say what a count by hand
says, its parts add up, and what is outside is what was approved.

One register in the suite; ``pytest tests/views/test_figures_at_random.py --longer 40`` tries as
many, each on thirty days.
"""

import csv
import datetime
import io
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from cases.casework import kept_sums
from cases.figures.counts import Counted
from cases.models import Agreement, Child, Fee, StageLimit, Task
from cases.models.same_answers import forget
from cases.pages.figure_rows import SPLIT
from cases.queries.case_files import case_file
from cases.rules.past_days import month_end
from cases.vocabulary import FeeStatus, KeyScope, NeededFor, Role, Stage
from tests import factories
from tests.factories import DAY
from tests.figures import worlds
from tests.figures.test_past import known_by_hand
from tests.views.sheets import rows_of

pytestmark = pytest.mark.django_db
#: Parts of the file that are counted by hand, in the words of the page.
CHILDREN, STAGE, OVERDUE = "Children", "Stage", "Overdue"
#: What is approved for outside.
WANTED = (Counted.IDENTIFIED, Counted.ELIGIBLE, Counted.RETURNED)
#: Every event is entered some days after it happened, in the order in which it was entered.
_LATER = """
UPDATE cases_journal j SET at = GREATEST(j.at, e.at) FROM (
    SELECT id, max(happened_on + make_interval(days => (id * %(dice)s %% 40)::int, hours => 9))
        OVER (PARTITION BY child_id ORDER BY id) AT TIME ZONE 'Asia/Dushanbe' AS at
    FROM cases_journal) AS e WHERE e.id = j.id
"""
#: Versions of cases and tasks are of past days, with days by which something was due.
_VERSIONS = """
UPDATE cases_{table}event e SET {columns}, pgh_created_at = v.at FROM (
    SELECT pgh_id, '2019-02-20 09:00+05'::timestamptz + make_interval(days => (sum(
        %(dice)s * pgh_id %% 37) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id))::int) AS at
    FROM cases_{table}event) AS v WHERE v.pgh_id = e.pgh_id
"""
_DUE = "'2019-03-01'::date + (%(dice)s * e.pgh_id %% {0})::int"
_COLUMNS = {
    "child": f"review_due_on = CASE WHEN e.pgh_id %% 3 = 0 THEN {_DUE.format(61)} END, "
    f"hold_until = CASE WHEN e.pgh_id %% 4 = 0 THEN {_DUE.format(83)} END",
    "task": f"due_on = CASE WHEN e.pgh_id %% 5 > 0 THEN {_DUE.format(97)} END",
}


@contextmanager
def entered_later(dice: int) -> Iterator[None]:
    """Let what is on record have been entered on other days than it happened, for a while."""
    with transaction.atomic():
        with factories.past_the_guards(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_journal SET at = '2019-01-01'")
            cursor.execute(_LATER, {"dice": dice})
            for table, columns in _COLUMNS.items():
                cursor.execute(_VERSIONS.format(table=table, columns=columns), {"dice": dice})
        kept_sums.rebuild()
        yield
        transaction.set_rollback(True)


@pytest.mark.seeds(1)
def test_every_form_of_the_figures_is_a_count_by_hand(client, request, seed):
    worlds.of_two_agreements(seed)
    for stage, days in ((Stage.REGISTERED, 5), (Stage.ELIGIBLE, 9), (Stage.DEFERRED, 3)):
        worlds.limit(stage, days)
    readers = [factories.user(Role.REVIEWER), factories.user(Role.OFFICIAL)]
    slugs = [*Agreement.objects.order_by("pk").values_list("slug", flat=True), "all"]
    days = st.integers(0, 150).map(lambda n: DAY + datetime.timedelta(days=n))
    days = days | st.just(timezone.localdate())
    many = request.config.getoption("longer") > 1

    @settings(
        max_examples=30 if many else 5,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(readers), st.sampled_from(slugs), days, days, st.integers(1, 96))
    def tried(reader, slug, on, vs, dice):
        client.force_login(reader)
        with entered_later(dice):
            asked = {"agreement": slug, "on": on.isoformat(), "vs": vs.isoformat()}
            assert_forms_agree(client, asked)
            assert_as_counted(client, asked)

    tried()
    assert_approved_alone_leaves(client, random.Random(seed))


def opened(client, route: str, query: dict[str, str], *args: str):
    answer = client.get(reverse(route, args=args), query)
    assert answer.status_code == 200, (route, query)
    return answer


def file_of(client, route: str, query: dict[str, str]) -> bytes:
    return opened(client, route, query).getvalue()


def words_of(answer) -> str:
    """Return the text of a PDF."""
    sheets = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)


def lines_of(client, query: dict[str, str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file_of(client, "figures-csv", query).decode("utf-8-sig"))))


def assert_forms_agree(client, query: dict[str, str]) -> None:
    """Hold the csv, the workbook and the report to be the same rows, and those of the page."""
    before = opened(client, "dashboard", query).context["board"]
    forget()
    page = opened(client, "dashboard", query)
    assert page.context["board"] == before
    text = words_of(opened(client, "monthly-report", query))
    reader = page.wsgi_request.user
    rows = figures_of(page)
    for (part, label), numbers in rows.items():
        cells = " ".join(f"{number:g}" for number in numbers if number is not None)
        assert f"{label} {cells}" in text, (part, label, numbers)
    if reader.has_perm("cases.follow_figures"):
        table = lines_of(client, query)
        file = rows_of(file_of(client, "figures-xlsx", query))
        assert numbers_of(table[1:]) == numbers_of(file[1:])
        found = numbers_of(table[1:])
        assert {key: found[key] for key in rows} == rows


def numbers_of(rows: list[list[object]]) -> dict[tuple[str, str], list[float | None]]:
    return {
        (str(row[0]), str(row[1])): [None if n == "" else float(n) for n in row[2:]] for row in rows
    }


def figures_of(page) -> dict[tuple[str, str], list[float | None]]:
    """Return what the page itself shows: totals, stages, the months of returns and the overdue."""
    board, shown = page.context["dashboard"], {}
    before = board.before.counts if board.before else None
    for kind in Counted:
        knew = board.knew[kind] if board.knew and kind in (*SPLIT, "eligible", "ready") else None
        shown[CHILDREN, str(kind.label)] = [
            board.counts[kind],
            before[kind] if before else None,
            knew,
        ]
    by_stage = worlds.by_stage(page.context["stages"])
    for n, row in enumerate(board.counts.stages):
        shown[STAGE, str(row.stage.label)] = [
            by_stage.get(row.stage.label, 0),
            before.stages[n].count if before else None,
            board.knew.stages[n].count if board.knew else None,
        ]
    for row in page.context["returns"].months:
        if row.home is not None:
            shown[str(Counted.RETURNED.label), row.month] = [row.home, None, None]
            shown[str(Counted.IN_FAMILY.label), row.month] = [row.family, None, None]
    if board.counts.is_late_known:
        then = before.overdue if before and before.is_late_known else None
        shown[OVERDUE, OVERDUE] = [board.counts.overdue, then, None]
    return shown


def assert_as_counted(client, query: dict[str, str]) -> None:
    """Hold the page to be a count of the rows, child by child, and its parts to add up."""
    forget()
    page = opened(client, "dashboard", query)
    board, keys = page.context["dashboard"], page.context["dashboard"].overview.keys
    children = Child.objects.filter(agreement__in=keys)
    counts, today = board.counts, timezone.localdate()
    assert sum(counts[kind] for kind in SPLIT[1:]) == counts[Counted.IDENTIFIED]
    assert sum(row.count for row in counts.stages) == counts[Counted.IDENTIFIED]
    assert sum(n for _kind, n in counts.late) == counts.overdue
    assert sum(each.value for each in page.context["hero"].bar.segments) == board.progress.base
    shown_days = {board.on: counts} | (
        {board.before.on: board.before.counts} if board.before else {}
    )
    for on, shown in shown_days.items():
        kinds, stages, _medians = worlds.recount(on, children)
        assert shown.by_kind == {kind: kinds[kind] for kind in Counted}
        assert {row.stage: row.count for row in shown.stages if row.count} == dict(stages)
        if on < today:
            assert dict(shown.late) == dict(late_by_hand(children, on))
    ends = {min(month_end(point.day), board.on): point for point in board.home if point.home}
    for end, point in ends.items():
        kinds, *_rest = worlds.recount(end, children)
        assert (point.home, point.family) == (kinds[Counted.RETURNED], kinds[Counted.IN_FAMILY])
    if board.missing is not None:
        lacked = {each.what: each.n for each in board.missing}
        assert lacked == dict(lacked_by_hand(children.filter(stage=Stage.ELIGIBLE), board.on))
        assert sum(lacked.values()) == counts.of(Stage.ELIGIBLE).count
        home = counts[Counted.RETURNED] + counts[Counted.CLOSED]
        waiting = sum(wait.count for wait in page.context["waits"])
        assert waiting == counts[Counted.IDENTIFIED] - home
    if board.knew:
        known = known_by_hand(children, board.on)
        assert {row.stage: row.count for row in board.knew.stages} == known
    assert paid_of(board) == fees_by_hand(keys, board.on)


def lacked_by_hand(children, on: datetime.date) -> Counter:
    """Count what each eligible child lacks first, from her case file."""
    lacked: Counter = Counter()
    for child in children:
        file = case_file(child, on=on)
        papers = [
            track.subject.value
            for track in file.clearances
            if track.needed_for == NeededFor.CLEAR and not track.is_met
        ]
        consents = ["consent" for track in file.consents if not track.is_met]
        lacked[[*consents, *papers, "fee" if file.fee_missing else "clear"][0]] += 1
    return lacked


def late_by_hand(children, on: datetime.date) -> Counter:
    """Count what was overdue one evening from the versions of cases and tasks, one by one."""
    late: Counter = Counter()
    for child in children:
        case = _version(child, on)
        if case is None or case.stage == Stage.CLOSED:
            continue
        limits = StageLimit.objects.filter(
            agreement=child.agreement, stage=case.stage, during__contains=on
        )
        ends = {
            "review": case.review_due_on,
            "hold": case.hold_until,
            "stage": next(
                (case.stage_entered_on + datetime.timedelta(days=one.days) for one in limits), None
            ),
        }
        first = min((day for day in ends.values() if day), default=on)
        tasks = [_version(task, on) for task in Task.objects.filter(child=child)]
        if first < on:
            late[next(kind for kind, day in ends.items() if day == first)] += 1
        elif any(t and not t.outcome and t.due_on and t.due_on < on for t in tasks):
            late["task"] += 1
    return late


def _version(record, on: datetime.date):
    versions = [
        v for v in record.events.order_by("pgh_id") if timezone.localdate(v.pgh_created_at) <= on
    ]
    return versions[-1] if versions else None


def paid_of(board) -> dict[str, tuple[Decimal, Decimal]]:
    one = board.overview.fees
    rows = [(one.rate.currency, one.paid, one.committed)] if one else []
    rows += [(each.currency, each.paid, each.committed) for each in board.overview.by_currency]
    return {currency: (paid, due) for currency, paid, due in rows if paid or due}


def fees_by_hand(keys: list[int], on: datetime.date) -> dict[str, tuple[Decimal, Decimal]]:
    sums: dict[str, list[Decimal]] = {}
    for fee in Fee.objects.filter(agreement__in=keys, due_on__lte=on):
        days = [line.batch.value_date for line in fee.payments.filter(released=False)]
        is_paid = fee.status in (FeeStatus.PAID, FeeStatus.RECEIPTED)
        waived = fee.waiver_approved_at and timezone.localdate(fee.waiver_approved_at) <= on
        if fee.status in (FeeStatus.REFUND_DUE, FeeStatus.REFUNDED, FeeStatus.CREDITED):
            continue
        mine = sums.setdefault(fee.currency, [Decimal(0), Decimal(0)])
        if is_paid and any(day and day <= on for day in days):
            mine[0] += fee.amount
        elif not (fee.status == FeeStatus.WAIVED and waived):
            mine[1] += fee.amount
    return {currency: (paid, due) for currency, (paid, due) in sums.items() if paid or due}


def assert_approved_alone_leaves(client, dice: random.Random) -> None:
    """Hold every form of what is outside to be what was approved, whatever is entered later."""
    for made in Agreement.objects.order_by("pk"):
        on = month_end(DAY + datetime.timedelta(days=dice.randrange(150)))
        kinds, *_rest = worlds.recount(on, Child.objects.filter(agreement=made))
        wanted = [kinds[kind] for kind in WANTED]
        factories.public_totals(made, on)
        factories.child(under=made)
        client.force_login(factories.user(Role.OFFICIAL))
        query = {"agreement": made.slug}
        assert lines_of(client, query)[1][:4] == [on.isoformat(), *map(str, wanted)]
        assert rows_of(file_of(client, "figures-xlsx", query))[1][1:4] == wanted
        text = words_of(opened(client, "agreement-summary-pdf", {}, made.slug))
        for kind, n in zip(WANTED, wanted, strict=True):
            assert f"{kind.label}: {n} " in text, (kind, n)
        shown = opened(client, "public-totals", {}, made.slug).content.decode()
        words = factories.access_key(KeyScope.ALL)[1]
        read = client.get(
            reverse("read-totals", args=[made.slug]), headers={"authorization": f"Bearer {words}"}
        ).json()
        [row] = read
        assert [row[name] for name in ("identified", "eligible", "returned")] == wanted
        assert all(f">{n}<" in shown.replace(" ", "").replace("\n", "") for n in wanted)
