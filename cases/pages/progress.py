"""What the figures of an agreement rest on, in sentences: what was published, and what changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.figures.facts import AgreementFacts, Base, Published
from cases.figures.progress import Progress
from cases.figures.published import PublishedCount
from cases.kept import said


def as_published(facts: AgreementFacts) -> tuple[Published, ...]:
    """Return what was published of an agreement; the speakers in the reader's language."""
    return tuple(replace(each, speaker=said(each.speaker)) for each in facts.published)


def sources(facts: AgreementFacts, identified: int) -> list[str]:
    """Return the base in force, how the register differs from it, and each change of it.

    The newest change comes first.
    """
    if facts.base is None:
        return []
    return [_published(facts.base), *difference(facts.base, identified), *_changes(facts.bases)]


def bases(agreements: Iterable[AgreementFacts]) -> list[str]:
    """Return the base in force of each agreement that has one, by its title."""
    return [
        _("%(agreement)s: %(sentence)s")
        % {"agreement": str(facts.agreement), "sentence": _published(facts.base)}
        for facts in agreements
        if facts.base
    ]


def difference(base: Base | None, identified: int) -> list[str]:
    """Return the line between the children counted and those published; nothing where equal."""
    if base is None or not identified or identified == base.identified:
        return []
    more = identified - base.identified
    if more > 0:
        words = ngettext(
            "%(identified)s identified; %(published)s were published on %(day)s: "
            "%(count)s registered since.",
            "%(identified)s identified; %(published)s were published on %(day)s: "
            "%(count)s registered since.",
            more,
        )
    else:
        words = ngettext(
            "%(identified)s identified; %(published)s were published on %(day)s: "
            "%(count)s is not yet in the register.",
            "%(identified)s identified; %(published)s were published on %(day)s: "
            "%(count)s are not yet in the register.",
            -more,
        )
    day = wording.day_text(base.as_of)
    numbers = {"identified": identified, "published": base.identified, "count": abs(more)}
    return [words % {**numbers, "day": day}]


def returned_text(progress: Progress) -> str:
    """Return what stands under the number of the returned: their share, and how far beyond."""
    share = progress.percent_of_target
    if share is None:
        return _("returned home")
    if not progress.beyond_target:
        return _("returned home · %(percent)s%%") % {"percent": share}
    words = ngettext(
        "%(all)s returned – %(count)s more than planned · %(percent)s%%",
        "%(all)s returned – %(count)s more than planned · %(percent)s%%",
        progress.beyond_target,
    )
    return words % {"all": progress.returned, "count": progress.beyond_target, "percent": share}


def entered_later(published: Iterable[PublishedCount]) -> list[str]:
    """Return for each published number how many children were entered after it."""
    sentence = _("%(measure)s, as published on %(day)s: %(value)s. Entered later: %(later)s.")
    return [
        sentence
        % {
            "measure": figure.measure.label,
            "day": wording.day_text(figure.on),
            "value": f"{figure.value:.0f}",
            "later": figure.entered_later,
        }
        for figure in published
        if figure.entered_later
    ]


def _published(base: Base) -> str:
    return _(
        "%(identified)s identified and %(target)s planned, as published on %(day)s. "
        "Source: %(source)s."
    ) % {
        "identified": base.identified,
        "target": base.target,
        "day": wording.day_text(base.as_of),
        "source": said(base.source),
    }


def _changes(bases: tuple[Base, ...]) -> Iterator[str]:
    for new, old in pairwise(bases):
        base = new.identified != old.identified
        target = new.target != old.target
        if base and target:
            sentence = _(
                "Identified changed from %(old)s to %(new)s and the target from %(old_target)s to "
                "%(new_target)s on %(day)s (%(source)s)."
            )
        elif base:
            sentence = _("Identified changed from %(old)s to %(new)s on %(day)s (%(source)s).")
        elif target:
            sentence = _(
                "The target changed from %(old_target)s to %(new_target)s on %(day)s (%(source)s)."
            )
        else:
            continue
        yield sentence % {
            "old": old.identified,
            "new": new.identified,
            "old_target": old.target,
            "new_target": new.target,
            "day": wording.day_text(new.as_of),
            "source": said(new.source),
        }
