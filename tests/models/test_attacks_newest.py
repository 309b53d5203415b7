"""What was tried against the newest records by SQL, as the application's role in somebody's name:
each attempt, and the guard that refuses it.
"""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.casework import (
    assessments,
    cases,
    enquiries,
    fees,
    follow_ups,
    imports,
    manifests,
    mother_changes,
)
from cases.models import Child, ListLayout, Message, Task, User
from cases.vocabulary import (
    BatchStatus,
    FollowUpKind,
    HoldReason,
    Reason,
    Role,
    Stage,
    TaskRule,
)
from tests import clock, factories
from tests.factories import DAY
from tests.models.attacked import Attacker
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db

_ATTEMPTS = Path(__file__).with_name("attempts.sql")
_HEAD = re.compile(r"^-- (\w+): (.+): (\w+|value too long)$", re.MULTILINE)


def attempts() -> Iterator[tuple[str, str, str, str]]:
    """Yield in whose name each attempt is made, what is tried, its guard and its SQL."""
    _before, *parts = _HEAD.split(_ATTEMPTS.read_text(encoding="utf-8"))
    for at in range(0, len(parts), 4):
        who, what, guard, sql = parts[at : at + 4]
        yield who, what, guard, re.sub(r"@entry (\w+) (\w+) ?(\S*)", _entry, sql)


def _entry(wanted: "re.Match[str]") -> str:
    child, act, detail = wanted.groups()
    return (
        "INSERT INTO cases_journal (child_id, act, reason, detail, happened_on, by_id) "
        f"VALUES ({{{child}}}, '{act}', '', '{detail}', cases_day(now()), {{me}})"
    )


def world() -> tuple[dict[str, User], dict[str, int]]:
    """Leave a row of each kind, settled or waiting; return who attacks, and the keys."""
    another = factories.TeamFactory(name="Another desk")
    asked, made = factories.ask_merge(), factories.merge()
    child, other, own = (factories.child() for _each in range(3))
    people = {
        "stranger": factories.user(Role.CASEWORKER, team=another),
        "worker": factories.user(Role.CASEWORKER, team=own.mother.team),
        "reviewer": factories.user(Role.REVIEWER),
        "money": factories.user(Role.FINANCE_OFFICER),
        "admin": factories.user(Role.ADMIN),
        "assessor": factories.user(Role.CASEWORKER, team=own.mother.team),
    }
    public = factories.public_totals(child.agreement)
    told = factories.told(factories.enquiry())
    entry = child.journal.latest("pk")
    about = f"{entry.act}:{entry.pk}"
    Message.objects.create(to=people["reviewer"], kind="decision", about=about, child=child)
    with factories.past_the_guards():
        ListLayout.objects.create(
            name="Embassy", headings=["A"], columns=[""], saved_by=people["reviewer"]
        )
    own_enquiry = factories.enquiry(people["stranger"])
    keys = _tellings(other, people["reviewer"]) | _money() | _moves(child) | _care()
    keys |= _list(people["worker"], people["reviewer"]) | _held() | _paid()
    keys |= _locks(people["reviewer"]) | _assessed(people["assessor"])
    # As if what stands had been written before: the world of a test is of one moment.
    with factories.past_the_guards():
        for table in (
            *("cases_motherevent", "cases_motherchangeevent", "cases_journal"),
            *("cases_childevent", "cases_clearanceevent", "cases_followupevent"),
            *("cases_passengerevent", "cases_importedlistevent"),
        ):
            when = "at" if table == "cases_journal" else "pgh_created_at"
            execute(f"UPDATE {table} SET {when} = {when} - interval '1 hour'")
    return people, keys | {
        "merge": asked.pk,
        "made": made.pk,
        "made_keeps": made.keeps_id,
        "merged": asked.gives_up_id,
        "merged_mother": asked.gives_up.mother_id,
        "child": child.pk,
        "mother": child.mother_id,
        "agreement": child.agreement_id,
        "bare": factories.bare_agreement("SY").pk,
        "other": other.pk,
        "other_mother": other.mother_id,
        "own": own.pk,
        "own_person": own.person_id,
        "other_person": other.person_id,
        "own_enquiry": own_enquiry.pk,
        "answered": told.pk,
        "enquiry": told.pk,
        "team": child.mother.team_id,
        "message": Message.objects.latest("pk").pk,
        "public": public.pk,
        "reviewer": people["reviewer"].pk,
        "admin": people["admin"].pk,
    }


def _tellings(child: Child, reviewer: User) -> dict[str, int]:
    waiting, agreed = factories.telling(child), factories.telling(child)
    other = factories.user(Role.REVIEWER)
    enquiries.approve_telling(telling=agreed, version=agreed.version, by=other)
    return {
        "decided": factories.chosen_enquiry(child).pk,
        "telling": waiting.pk,
        "telling_of": waiting.enquiry_id,
        "agreed": agreed.pk,
        "mine": factories.telling(child, by=reviewer).pk,
    }


def _money() -> dict[str, int]:
    waived, due = factories.due_fees(2)
    officer, why = factories.user(Role.FINANCE_OFFICER), Reason.OTHER
    fees.ask_waiver(fee=waived, version=waived.version, by=officer, reason=why)
    return {"fee": due.pk, "waiver": waived.pk}


def _moves(child: Child) -> dict[str, int]:
    """Ask that a child comes under a mother on record, and another under one who is not."""
    said = {"by": factories.user(Role.CASEWORKER), "on": DAY, "reason": "Court file."}
    keys = {}
    for what, to in (("change", child.mother), ("to_nobody", None)):
        mother = factories.family(2, name="Саида Каримова")
        first, second = mother.children.order_by("pk")
        asked = mother_changes.ask(
            mother=mother, version=mother.version, children=[first], to=to, **said
        )
        keys |= {what: asked.pk, "leaving": first.pk, f"{what}_sibling": second.pk}
    return keys


def _list(worker: User, reviewer: User) -> dict[str, int]:
    """Let a list wait to be applied, after a second person agreed."""
    listed = factories.imported_list(by=worker)
    listed = imports.ask(listed=listed, version=listed.version, by=worker)
    imports.approve(listed=listed, version=listed.version, by=reviewer)
    return {"list": listed.pk}


def _held() -> dict[str, int]:
    held, until = factories.child(), clock.today() + datetime.timedelta(days=30)
    case = {"child": held, "version": held.version, "by": held.registered_by, "on": DAY}
    cases.hold(reason=HoldReason.OTHER, until=until, **case)
    return {"held": held.pk, "flight": factories.movement().pk}


def _assessed(assessor: User) -> dict[str, int]:
    """Let one assessment wait, and withdraw another."""
    waiting, gone = (
        factories.assess(factories.child(Stage.VERIFIED), by=assessor) for _each in range(2)
    )
    facts = {"assessment": gone, "version": gone.version, "by": assessor}
    assessments.withdraw(on=DAY, **facts)
    return {"assessment": waiting.pk, "assessed": waiting.child_id, "withdrawn": gone.pk}


def _locks(reviewer: User) -> dict[str, int]:
    """Let one request to lock wait, and send another back."""
    asked, returned = factories.movement(), factories.movement()
    for flight in (asked, returned):
        factories.give_seats(flight, *factories.cleared_family(1))
        factories.ask_lock(flight)
    facts = {"movement": returned, "version": returned.version}
    manifests.return_lock(by=reviewer, reason="One escort.", **facts)
    return {"lock": asked.pk, "lock_returned": returned.pk}


def _paid() -> dict[str, int]:
    agreed, sent = factories.batch(BatchStatus.APPROVED), factories.batch(BatchStatus.SENT)
    receipt = factories.receipt()
    with factories.past_the_guards():
        execute("UPDATE cases_receipt SET recorded_at = recorded_at - interval '1 hour'")
    return {
        "batch": agreed.pk,
        "batched": agreed.lines.earliest("pk").fee_id,
        "sent": sent.pk,
        "paid": sent.lines.earliest("pk").fee_id,
        "receipt": receipt.pk,
    }


def _care() -> dict[str, int]:
    placed = factories.child(Stage.PLACED)
    when = {"due_on": factories.AHEAD, "on": DAY, "by": placed.registered_by}
    visit = follow_ups.plan(child=placed, kind=FollowUpKind.VISIT, **when)
    task = Task.objects.filter(due_on__isnull=False).exclude(rule=TaskRule.MANUAL).first()
    assert task
    return {
        "placed": placed.pk,
        "follow_up": visit.pk,
        "place": factories.care_centre().pk,
        "task": task.pk,
    }


def test_each_attempt_is_refused_by_its_guard():
    people, keys = world()
    attack = Attacker(people["stranger"])

    came, tried = {}, 0
    for person, what, guard, sql in attempts():
        attack.become(people[person])
        known = {
            f"{{{name}}}": str(key) for name, key in (keys | {"me": people[person].pk}).items()
        }
        said = attack.refused_by(
            re.sub(r"\{\w+\}", lambda name, known=known: known.get(name[0], name[0]), sql)
        )
        tried += 1
        if guard not in said:
            came[f"{person}: {what}"] = f"{said or 'went through'}, not {guard}"
    assert not came, "\n".join(f"{what}: {said}" for what, said in came.items())
    assert tried >= 125
