"""What stands beside a decision on an assessment: facts, answers, documents, what it brings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Assessment, FeeSchedule, Finding
from cases.pages.doors import address
from cases.pages.facts import Fact
from cases.pages.tracks import facts_of
from cases.queries.asked_facts import OnRecord
from cases.queries.case_files import CaseFile
from cases.queries.filed import Filed
from cases.rules import asked_facts as rules
from cases.templatetags.show import age_today, born
from cases.vocabulary import Decision, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """An answer, and what is on record of the same: ``details``, and the document it rests on.

    ``against`` is how the record contradicts the answer, ``unshown`` whether it says nothing of it.
    """

    finding: Finding
    record: str
    details: str
    against: str
    unshown: bool
    papers: list[tuple[str, str]]


def decided_facts(assessment: Assessment) -> list[Fact]:
    """Return what was decided on an assessment, why and by whom; nothing while it waits."""
    if not assessment.decided or not assessment.decided_at:
        return []
    when = f"{assessment.decided_by} · {wording.moment_text(assessment.decided_at)}"
    return [
        Fact(label=_("Decided"), value=assessment.get_decided_display()),
        Fact(label=_("Reasons"), value=assessment.reasons, alt=when),
    ]


def band(file: CaseFile, siblings: Sequence[CaseFile]) -> list[Fact]:
    """Return what one wants to know of the child before anything else."""
    child = file.child
    mother = child.mother.person.name or _("Mother not known")
    place = "" if child.returned_on else str(child.held_at or "")
    names = [each.child.person.name or each.child.reference for each in siblings]
    waiting = sum(each.undecided for each in siblings)
    words = ngettext(
        "%(n)s with an assessment to decide", "%(n)s with assessments to decide", waiting
    )
    return [
        Fact(label=_("Born"), value=born(child.person), alt=age_today(child.person, file.on)),
        Fact(label=_("Mother"), value=mother, alt=place, url=child.mother.get_absolute_url()),
        Fact(label=_("Father"), value=child.get_father_status_display(), alt=child.father_evidence),
        Fact(
            label=_("Siblings"),
            value=wording.names_text(names) if names else _("None in the register"),
            alt=words % {"n": waiting} if waiting else "",
        ),
    ]


def answer_rows(
    findings: Iterable[Finding],
    facts: Mapping[int, OnRecord],
    file: CaseFile,
    documents: Iterable[Filed],
) -> list[AnswerRow]:
    """Return each answer with what is on record of the fact that its question asks about."""
    documents = list(documents)
    return [_answer(each, facts.get(each.criterion_id), file, documents) for each in findings]


def _answer(
    finding: Finding, fact: OnRecord | None, file: CaseFile, documents: Sequence[Filed]
) -> AnswerRow:
    track = fact.track if fact else None
    shown = [
        (str(each.kind.label), address("document", each.key))
        for each in documents
        if track and track.subject in (*each.proves, *each.form_of)
    ]
    return AnswerRow(
        finding=finding,
        record=fact.sentence if fact else "",
        details=" · ".join(facts_of(track, file)) if track else "",
        against=fact.against(finding.answer) if fact else "",
        unshown=fact is not None and rules.is_unshown(finding.answer, fact.holds),
        papers=shown,
    )


def differing(rows: Sequence[AnswerRow]) -> str:
    """Return how many answers the register contradicts; empty where none."""
    n = sum(bool(row.against) for row in rows)
    words = ngettext(
        "%(n)s of %(all)s differs from the register",
        "%(n)s of %(all)s differ from the register",
        n,
    )
    return words % {"n": n, "all": len(rows)} if n else ""


def unshown(rows: Sequence[AnswerRow]) -> str:
    """Return how many answers nothing in the register shows yet; empty where none."""
    n = sum(row.unshown for row in rows)
    words = ngettext(
        "%(n)s of %(all)s is not shown by the register",
        "%(n)s of %(all)s are not shown by the register",
        n,
    )
    return words % {"n": n, "all": len(rows)} if n else ""


def effects(assessment: Assessment, schedule: FeeSchedule | None) -> dict[str, str]:
    """Return what each decision brings with it, by its value."""
    stage = _("The stage becomes “%(stage)s”.")
    eligible = [stage % {"stage": Stage.ELIGIBLE.label}]
    if schedule is not None:
        amount = wording.money_text(schedule.amount, schedule.currency)
        eligible.append(_("A fee of %(amount)s becomes due.") % {"amount": amount})
    return {
        Decision.ELIGIBLE: " ".join(eligible),
        Decision.DEFERRED: _("Asks for a review date."),
        Decision.INELIGIBLE: stage % {"stage": Stage.INELIGIBLE.label},
        Decision.NEEDS_INFORMATION: _("Goes back to %(who)s; the stage stays.")
        % {"who": assessment.assessed_by},
    }
