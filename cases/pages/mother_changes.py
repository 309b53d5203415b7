"""Children who come under another mother, in words: before, after, and what follows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Child, Mother, MotherChange
from cases.pages.doors import address
from cases.pages.facts import Fact
from cases.queries.mother_changes import Following


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyBeside:
    """A family before and after a move: each child with the number and the stage of the case."""

    title: str
    url: str
    before: list[str]
    after: list[str]


def beside(outcome: Following) -> list[FamilyBeside]:
    """Return both families, before and after."""
    move = outcome.move
    moved, staying, there = (
        list(map(_line, c)) for c in (move.children, outcome.staying, outcome.there)
    )
    left = FamilyBeside(
        title=_title(move.mother),
        url=move.mother.get_absolute_url(),
        before=sorted([*moved, *staying]),
        after=staying,
    )
    name = move.new_name or _("Mother not known")
    title = _title(move.to) if move.to else _("A new record: %(name)s") % {"name": name}
    arrived = [_("%(child)s, with a new number") % {"child": child} for child in moved]
    joined = FamilyBeside(
        title=title,
        url=move.to.get_absolute_url() if move.to else "",
        before=there,
        after=[*there, *arrived],
    )
    return [left, joined]


def _title(mother: Mother) -> str:
    return f"{mother.reference} · {mother.person.name or _('Mother not known')}"


def _line(child: Child) -> str:
    return f"{child.reference} · {child.person.name} · {child.get_stage_display()}"


def what_follows(outcome: Following) -> list[str]:
    """Return what follows from a move, a sentence each."""
    return [
        *_numbers(outcome),
        *_siblings(outcome),
        *_lists(outcome),
        *_excused(outcome),
        *_papers(outcome),
        *_whereabouts(outcome),
    ]


def _numbers(outcome: Following) -> Iterator[str]:
    numbers = wording.names_text([child.reference for child in outcome.move.children])
    yield _("Given new numbers; these open the cases for ever: %(numbers)s.") % {"numbers": numbers}
    if not outcome.staying:
        yield _(
            "%(mother)s is left without children. Her record stays and can be opened for ever."
        ) % {"mother": outcome.move.mother}


def _siblings(outcome: Following) -> Iterator[str]:
    half = _references(outcome.half)
    parted = _references(child for child in outcome.staying if child not in outcome.half)
    if half:
        yield _("Half-siblings by the father from then on: %(children)s.") % {"children": half}
    if parted:
        yield _("No siblings any more: %(children)s.") % {"children": parted}
    if outcome.there:
        yield _("Siblings from then on, who travel together or by an exception: %(children)s.") % {
            "children": _references(outcome.there)
        }


def _lists(outcome: Following) -> Iterator[str]:
    for seat in outcome.seats:
        yield _(
            "%(child)s keeps the place on %(movement)s; its passenger list is locked only with "
            "the new siblings on it, or with an exception."
        ) % {"child": seat.child, "movement": seat.movement}


def _excused(outcome: Following) -> Iterator[str]:
    for exception in outcome.exceptions:
        yield _(
            "An exception lets %(child)s stay while siblings travel on %(movement)s. "
            "It was agreed for the siblings until now: check that it is still right."
        ) % {"child": exception.child, "movement": exception.movement}


def _papers(outcome: Following) -> Iterator[str]:
    for consent in outcome.words:
        words = {
            "child": consent.child,
            "purpose": consent.get_purpose_display(),
            "day": wording.day_text(consent.decided_on),
        }
        if outcome.is_one_woman:
            yield (
                _(
                    "The mother’s consent for %(child)s (%(purpose)s, %(day)s) goes on counting: "
                    "both records are of one woman."
                )
                % words
            )
        else:
            yield (
                _(
                    "The mother’s consent for %(child)s (%(purpose)s, %(day)s) counts no longer: "
                    "the other mother must be asked."
                )
                % words
            )
    for paper in outcome.kinships:
        yield _(
            "The clearance of kinship of %(child)s stays. Withdraw it if it names the mother "
            "who is left."
        ) % {"child": paper.child}
    asking = _references(child for child in outcome.move.children if child.closing_asked_by_id)
    if asking:
        yield _("Requests to close are void: %(children)s.") % {"children": asking}
    yield _("Documents filed with the mother who is left stay with her.")


def _whereabouts(outcome: Following) -> Iterator[str]:
    mother, to = outcome.move.mother, outcome.move.to
    if to and to.team_id != mother.team_id:
        yield _("The team becomes “%(team)s” in place of “%(before)s”.") % {
            "team": to.team,
            "before": mother.team,
        }


def _references(children: Iterable[Child]) -> str:
    numbers = [child.reference for child in children]
    return wording.names_text(numbers) if numbers else ""


def facts(change: MotherChange | None) -> list[Fact]:
    """Return what is requested, on what it rests, by whom and when."""
    if change is None:
        return []
    paper = change.document
    url = address("document", paper.stored_as) if paper and not paper.withdrawn_at else ""
    rows = [Fact(label=_("Document"), value=paper or _("No document on file"), url=url)]
    if change.reason:
        rows.append(Fact(label=_("How it is known"), value=change.reason))
    who = Fact(
        label=_("Requested by"), value=change.asked_by, alt=wording.moment_text(change.asked_at)
    )
    return [*rows, who]


def answer_facts(change: MotherChange | None) -> list[Fact]:
    """Return what was decided on the last request, by whom and when."""
    at = (change.approved_at or change.dropped_at) if change else None
    if change is None or at is None:
        return []
    dropped = _("Withdrawn") if change.dropped_by_id == change.asked_by_id else _("Sent back")
    return [
        Fact(label=_("Moved to"), value=change.moves_to or _("a new record")),
        Fact(
            label=_("Approved") if change.approved_by else dropped,
            value=change.approved_by or change.dropped_by,
            alt=wording.moment_text(at),
        ),
    ]


def already_asked(change: MotherChange | None) -> tuple[str, ...]:
    """Return that somebody has asked for it; empty where nobody has."""
    if change is None:
        return ()
    count = len(change.moved.all())
    return (
        ngettext(
            "%(who)s has requested the move of %(n)s child. It waits for a reviewer.",
            "%(who)s has requested the move of %(n)s children. It waits for a reviewer.",
            count,
        )
        % {"who": change.asked_by, "n": count},
    )
