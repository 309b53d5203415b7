"""The first page in words: what is due, by family, each line with the form that does it."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from cases import wording
from cases.models import User, long_lists
from cases.pages.children import counted_text
from cases.pages.review_kinds import PAGES, SECTION_OF, Section
from cases.pages.work_doors import door_of_task
from cases.pages.work_facts import OpenCases, WorkCard, WorkGroup, WorkLine
from cases.queries.my_work import ChildTask, Next, OwnList, OwnWork
from cases.queries.task_lines import TaskLine
from cases.queries.waiting_rows import Queue
from cases.rules.stages import ELIGIBLE_SINCE, HOME, OPEN
from cases.vocabulary import Stage, TaskRule

#: The sentence of what a role does next, and the page where it is done.
_SENTENCES = {
    Next.MISSED: (
        ngettext_lazy(
            "%(count)s fee should be due, and was not made",
            "%(count)s fees should be due, and were not made",
            "count",
        ),
        "missed-fees",
    ),
    Next.TOWNS: (
        ngettext_lazy(
            "%(count)s place that was typed is to be checked",
            "%(count)s places that were typed are to be checked",
            "count",
        ),
        "places",
    ),
    Next.ENQUIRIES: (
        ngettext_lazy(
            "%(count)s enquiry of relatives to answer",
            "%(count)s enquiries of relatives to answer",
            "count",
        ),
        "enquiries",
    ),
}
#: What was returned to a person has a list of its own.
_NOT_RETURNED = {"returned": "no"}


def due_cards(work: OwnWork, user: User, *, on: datetime.date) -> list[WorkCard]:
    """Return the lists of tasks that are not empty; each number leads to exactly these tasks."""
    heads = {
        OwnList.RETURNED: (_("Returned to you"), {"rule": "returned"}),
        OwnList.OVERDUE: (_("Overdue"), {"due": "overdue", **_NOT_RETURNED}),
        OwnList.WEEK: (_("Due this week"), {"due": "week", **_NOT_RETURNED}),
        OwnList.NEXT: (_("Due next week"), {"due": "next", **_NOT_RETURNED}),
        OwnList.UNDATED: (_("No date"), {"due": "none", **_NOT_RETURNED}),
    }
    return [
        WorkCard(
            title=title,
            total=counted_text(own.total),
            groups=_families(own.rows, user, on=on),
            url=_tasks(**query),
            tone="bad" if kind in (OwnList.RETURNED, OwnList.OVERDUE) else "",
        )
        for kind, (title, query) in heads.items()
        if (own := work.lists.get(kind))
    ]


def nothing_due(work: OwnWork | None) -> str:
    """Return what stands where no work does, for who has a later task: until when there is none."""
    if work is None or work.first_later is None:
        return _("You have no tasks waiting.")
    return _("Nothing is due before %(day)s.") % {"day": wording.day_text(work.first_later)}


def later_line(work: OwnWork) -> tuple[str, str] | None:
    """Return how many tasks are due later, and their list."""
    if work.later == 0:
        return None
    words = ngettext(
        "%(n)s task is due later", "%(n)s tasks are due later", work.later or long_lists.MOST
    )
    return words % {"n": counted_text(work.later)}, _tasks(due="later", **_NOT_RETURNED)


def with_others(work: OwnWork, *, on: datetime.date) -> WorkLine | None:
    """Return how many tasks of one's own cases wait for a second person, and their list."""
    count, since = work.with_others
    if count == 0 or since is None:
        return None
    return WorkLine(
        label=TaskRule.SECOND_PERSON.label,
        url=reverse("tasks", query={"mine": "true", "rule": TaskRule.SECOND_PERSON.value}),
        number=str(counted_text(count)),
        when=oldest(since, on=on),
    )


def oldest(since: datetime.date, *, on: datetime.date) -> str:
    days = (on - since).days
    if days <= 0:
        return _("the oldest since today")
    return ngettext("the oldest for %(n)s day", "the oldest for %(n)s days", days) % {"n": days}


def _tasks(**query: str) -> str:
    return reverse("tasks", query={"assignee": "me", **query})


def _families(rows: Sequence[ChildTask], user: User, *, on: datetime.date) -> list[WorkGroup]:
    """Return the tasks by family, by the most urgent line; one act of siblings is one line."""
    families: dict[int, list[ChildTask]] = {}
    for row in rows:
        families.setdefault(row.child.mother_id, []).append(row)
    return [_family(tasks, user, on) for tasks in families.values()]


def _family(tasks: Sequence[ChildTask], user: User, on: datetime.date) -> WorkGroup:
    def same(row: ChildTask) -> tuple[datetime.date, str]:
        return row.line.due_on or datetime.date.max, row.line.sentence

    in_order = sorted(tasks, key=lambda row: (*same(row), row.child.pk))
    child, acts = tasks[0].child, [list(rows) for _key, rows in groupby(in_order, key=same)]
    name = getattr(child, "mothers_name", None) or _("Mother not known")
    return WorkGroup(
        name=name if user.has_perm("cases.see_names") else "",
        reference=child.mother.reference,
        url=reverse("mother", args=[child.mother.reference]),
        lines=[_act(some, user, on) for some in _together(acts)],
    )


def _together(acts: Iterable[list[ChildTask]]) -> Iterator[list[list[ChildTask]]]:
    """Yield the acts of each line: what is only to be recorded for the same children is one."""

    def same(act: list[ChildTask]) -> tuple[object, ...]:
        line = act[0].line
        subject = "" if line.to_record else line.sentence
        return line.due_on, subject, {row.child.pk for row in act}

    for _key, some in groupby(acts, key=same):
        yield list(some)


def _act(acts: Sequence[Sequence[ChildTask]], user: User, on: datetime.date) -> WorkLine:
    """Return the line of acts for the same children; its form is that of the first."""
    rows = acts[0]
    line, with_names = rows[0].line, user.has_perm("cases.see_names")
    words, sign = when(line.due_on, on=on)
    names = (row.child.person.name if with_names else "" for row in rows)
    shown = [name or row.child.reference for name, row in zip(names, rows, strict=True)]
    return WorkLine(
        label=_label([act[0].line for act in acts]),
        url=door_of_task(line, [row.child.reference for row in rows], user),
        about=wording.names_text(shown),
        when=words,
        sign=sign,
    )


def _label(lines: Sequence[TaskLine]) -> str:
    if len(lines) == 1:
        return lines[0].sentence
    return _("Record: %(what)s") % {"what": wording.names_text(line.to_record for line in lines)}


def when(day: datetime.date | None, *, on: datetime.date) -> tuple[str, str]:
    """Return "3 days late", "today" or the day, and the shape beside it."""
    if day is None:
        return "", ""
    if day < on:
        late = (on - day).days
        return ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}, "late"
    return (_("today"), "todo") if day == on else (wording.day_text(day), "")


def waiting(
    queues: Iterable[Queue],
    counts: Mapping[Next, int],
    query: dict[str, str],
    *,
    on: datetime.date,
) -> WorkCard | None:
    """Return what waits for its reader: each kind, how many, and since when the oldest.

    ``query`` lets each list show all that is counted here.
    """
    lines = []
    for queue in sorted(queues, key=lambda queue: list(Section).index(SECTION_OF[queue.kind])):
        if ready := [line for line in queue.lines if line.open]:
            number = str(queue.numbers.mine if queue.numbers else len(ready))
            title, _route = PAGES[queue.kind]
            url = f"{reverse('reviews', query=query or None)}#q-{SECTION_OF[queue.kind]}"
            since = min(line.since for line in ready)
            lines.append(WorkLine(label=title, url=url, number=number, when=waits(since, on=on)))
    for kind, count in counts.items():
        counted, route = _SENTENCES[kind]
        url = reverse(route, query=query or None)
        lines.append(WorkLine(label=counted % {"count": count}, url=url))
    if not lines:
        return None
    return WorkCard(title=_("Waiting for you"), groups=[WorkGroup(lines=lines)])


def waits(since: datetime.date, *, on: datetime.date) -> str:
    """Return how long something has waited; empty where it is not known."""
    if since == datetime.date.min:
        return ""
    days = (on - since).days
    if days <= 0:
        return _("since today")
    return ngettext("waits %(n)s day", "waits %(n)s days", days) % {"n": days}


def open_cases(stages: Mapping[Stage, int]) -> list[OpenCases]:
    """Return a person's open cases before the decision, not yet home, and home."""
    parts = (
        (_("Before the decision"), OPEN - ELIGIBLE_SINCE - {Stage.INELIGIBLE}),
        (_("Eligible, not yet home"), ELIGIBLE_SINCE - HOME),
        (_("Home, being followed up"), HOME),
        (Stage.INELIGIBLE.label, {Stage.INELIGIBLE}),
    )
    return [
        OpenCases(
            label=label,
            count=count,
            url=reverse("children", query={"mine": "1", "stage": held}),
        )
        for label, group in parts
        if (held := [stage.value for stage in Stage if stage in group & stages.keys()])
        and (count := sum(stages[Stage(stage)] for stage in held))
    ]
