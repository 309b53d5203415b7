"""What the page of a step says of the case: what was asked, and what was done last."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Journal
from cases.pages.facts import Fact
from cases.pages.journal import timeline
from cases.queries.journal import last_entry, newest_entry
from cases.queries.left_open import left_open
from cases.vocabulary import Act


def still_open(child: Child) -> list[Fact]:
    """Return what is left open if the case is closed, one line each."""
    return [Fact(label=_("Still open"), value=sentence) for sentence in left_open(child)]


def asked_closing(child: Child) -> list[Fact]:
    """Return who asked to close the case, and why, and what is still open; else nothing."""
    if child.closing_asked_by is None or child.closing_asked_at is None:
        return []
    facts = [Fact(label=_("Reason for closing"), value=child.get_closing_reason_display())]
    if child.duplicate_of:
        facts.append(Fact(label=_("Duplicate of"), value=child.duplicate_of))
    when = wording.moment_text(child.closing_asked_at)
    facts.append(Fact(label=_("Requested by"), value=child.closing_asked_by, alt=when))
    facts += still_open(child)
    if child.closing_note:
        facts.append(Fact(label=_("Why it is closed all the same"), value=child.closing_note))
    return facts


def replaced_closing(child: Child) -> tuple[str, ...]:
    """Return that a request to close waits already, and that a new one takes its place."""
    if child.closing_asked_by is None or child.closing_asked_at is None:
        return ()
    words = {
        "who": child.closing_asked_by,
        "when": wording.moment_text(child.closing_asked_at),
        "reason": child.get_closing_reason_display(),
    }
    sentence = _(
        "%(who)s requested the closing on %(when)s: %(reason)s. A new request takes its place."
    )
    return (sentence % words,)


def asked_reopening(child: Child) -> list[Fact]:
    """Return who asked to reopen the case; nothing where nobody did."""
    if child.reopening_asked_by is None or child.reopening_asked_at is None:
        return []
    when = wording.moment_text(child.reopening_asked_at)
    entry = newest_entry(child, Act.ASK_REOPEN)
    return [
        Fact(label=_("Closed because"), value=child.get_closed_reason_display()),
        Fact(label=_("Reason for reopening"), value=entry.get_reason_display()),
        Fact(label=_("Requested by"), value=child.reopening_asked_by, alt=when),
    ]


def last_steps(children: Sequence[Child]) -> list[Fact]:
    """Return what would be undone; of several children, under the name of each."""
    facts = []
    for child in children:
        if len(children) > 1:
            name = child.person.name or child.reference
            facts.append(Fact(label=_("Child"), value=name, alt=child.reference))
        facts += _last_step(last_entry(child))
    return facts


def _last_step(entry: Journal) -> list[Fact]:
    facts = [
        Fact(label=row.title, value=row.text or row.when, alt=row.by) for row in timeline([entry])
    ]
    if entry.act == Act.PLACE:
        facts.append(Fact(label=_("Follow-ups"), value=_("Those it planned are withdrawn.")))
    return facts
