"""Enquiries of relatives, in words; and the children near to one, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import wording
from cases.filters.panel import FilterGroup, select
from cases.kept import said
from cases.models import Child, Enquiry, EnquiryAnswer, Telling, User
from cases.pages.facts import Fact, ShownName, Tab, Words
from cases.pages.parts import born, shown_names
from cases.queries.enquiries import EnquiryList, Near
from cases.vocabulary import EnquiryWay, MayBeTold, Relation

TABS = {
    EnquiryList.OPEN: gettext_lazy("To be answered"),
    EnquiryList.WAITING: gettext_lazy("Waiting for a reviewer"),
    EnquiryList.ENDED: gettext_lazy("Answered"),
    EnquiryList.EVERY: gettext_lazy("All"),
}
#: What agrees with an enquiry, and what does not, by the codes of ``queries.enquiries.Near``.
REASONS = {
    "same_name": gettext_lazy("same name"),
    "similar_name": gettext_lazy("similar name"),
    "same_mother": gettext_lazy("mother’s name alike"),
    "birth_overlaps": gettext_lazy("births overlap"),
    "same_place": gettext_lazy("same place"),
    "other_name": gettext_lazy("another name"),
    "other_mother": gettext_lazy("mother’s name differs"),
    "other_birth": gettext_lazy("births do not overlap"),
}
FILTERS: dict[str, tuple[Words, Any]] = {
    "relation": (gettext_lazy("Relation"), Relation),
    "came_by": (gettext_lazy("How it came"), EnquiryWay),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryLine:
    """An enquiry of a list: whose it is and for whom, as far as its reader may know."""

    url: str
    number: str
    received: str
    asker: str
    relation: Words
    asked_for: str
    born: str
    state: Words
    tone: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """A child near to an enquiry: what agrees, and what does not."""

    reference: str
    url: str
    names: ShownName
    born: str
    sex: Words
    mother: ShownName
    mother_reference: str
    place: str
    stage: Words
    agrees: str
    differs: str


def tabs(
    counts: Mapping[EnquiryList, int], current: EnquiryList, narrow: Mapping[str, str]
) -> list[Tab]:
    """Return the lists with how many each has, narrowed alike."""
    return [
        Tab(
            label=label,
            count=counts[which],
            url=reverse("enquiries", query={"list": which.value, **narrow}),
            current=which is current,
            tone="warn" if which is EnquiryList.OPEN and counts[which] else "",
        )
        for which, label in TABS.items()
    ]


def filter_groups(narrow: Mapping[str, str]) -> tuple[FilterGroup, ...]:
    return tuple(
        select(name, legend, choices.choices, narrow.get(name))
        for name, (legend, choices) in FILTERS.items()
    )


def lines(rows: Iterable[Any], user: User) -> list[EnquiryLine]:
    """Return the lines of a list; of nobody's name to whom names are not shown."""
    with_names = user.has_perm("cases.see_names")
    return [_line(row, with_names=with_names) for row in rows]


def _line(row: Any, *, with_names: bool) -> EnquiryLine:
    state_words, tone = state(row)
    return EnquiryLine(
        url=row.get_absolute_url(),
        number=str(row),
        received=wording.day_text(row.received_on),
        asker=row.asker if with_names else "",
        relation=row.get_relation_display(),
        asked_for=asked_for(row) if with_names else "",
        born=born_words(row) if with_names else "",
        state=state_words,
        tone=tone,
        team=said(row.team.name),
    )


def asked_for(enquiry: Enquiry) -> str:
    """Return for whom is asked: the child, or a child of a mother."""
    if enquiry.child_name:
        return enquiry.child_name
    return _("a child of %(mother)s") % {"mother": enquiry.mother_name}


def born_words(enquiry: Enquiry) -> str:
    if not (enquiry.born_earliest and enquiry.born_latest):
        return ""
    return wording.born_text(enquiry.born_earliest, enquiry.born_latest)


def state(row: Any) -> tuple[Words, str]:
    """Return how far an enquiry is, as read by ``with_state``."""
    states: tuple[tuple[object, Words, str], ...] = (
        (row.ended, _("Answered"), "ok"),
        (row.waits, _("Waiting for a reviewer"), "warn"),
        (row.child_id, _("Child confirmed"), "info"),
        (row.decided_by_id, _("Nobody in the register"), "info"),
    )
    for reached, words, tone in states:
        if reached:
            return words, tone
    return _("To be compared"), "warn"


def facts(enquiry: Enquiry) -> list[Fact]:
    """Return who asks, and how to reach this person."""
    return [
        Fact(label=_("Who asks"), value=enquiry.asker, alt=enquiry.get_relation_display()),
        Fact(label=_("How to reach this person"), value=enquiry.contact),
        Fact(
            label=_("Received"),
            value=wording.day_text(enquiry.received_on),
            alt=enquiry.get_came_by_display(),
        ),
        Fact(
            label=_("Recorded by"),
            value=enquiry.recorded_by,
            alt=_("team %(team)s") % {"team": said(enquiry.team.name)},
        ),
    ]


def wanted(enquiry: Enquiry) -> list[Fact]:
    """Return for whom is asked."""
    return [
        Fact(label=_("Child"), value=enquiry.child_name),
        Fact(label=_("Mother"), value=enquiry.mother_name),
        Fact(label=_("Born"), value=born_words(enquiry)),
        Fact(label=_("Last heard of"), value=enquiry.place),
        Fact(label=_("What is asked"), value=enquiry.words),
    ]


def masked(enquiry: Enquiry) -> list[Fact]:
    """Return what somebody reads to whom no names are shown."""
    return [
        Fact(label=_("Relation"), value=enquiry.get_relation_display()),
        Fact(
            label=_("Received"),
            value=wording.day_text(enquiry.received_on),
            alt=enquiry.get_came_by_display(),
        ),
        Fact(label=_("Recorded by"), value=enquiry.recorded_by),
        Fact(label=_("Compared by"), value=enquiry.decided_by or ""),
    ]


def near_rows(near: Iterable[Near], user: User) -> list[NearRow]:
    return [_near_row(each, user) for each in near]


def _near_row(near: Near, user: User) -> NearRow:
    child: Child = near.child
    return NearRow(
        reference=child.reference,
        url=child.get_absolute_url(),
        names=shown_names(child.person.names.all(), user),
        born=born(child.person),
        sex=child.person.get_sex_display(),
        mother=shown_names(child.mother.person.names.all(), user),
        mother_reference=child.mother.reference,
        place=said(child.held_at.name) if child.held_at else "",
        stage=child.get_stage_display(),
        agrees=_words(near.reasons),
        differs=_words(near.against),
    )


def _words(codes: Iterable[str]) -> str:
    return ", ".join(str(REASONS[code]) for code in codes)


def answer_facts(answers: Iterable[EnquiryAnswer]) -> list[Fact]:
    """Return what the relative was told, and who agreed."""
    return [
        Fact(
            label=wording.day_text(answer.given_on),
            value=answer.get_says_display(),
            alt=_answer_alt(answer),
        )
        for answer in answers
    ]


def _answer_alt(answer: EnquiryAnswer) -> str:
    words = {"who": answer.by, "how": answer.get_given_by_way_display()}
    sentence = _("%(how)s, by %(who)s") % words
    if answer.telling is None:
        return sentence
    agreed = _("agreed by %(who)s") % {"who": answer.telling.approved_by}
    return f"{sentence}, {agreed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingLine:
    """A request to tell a relative of a record: how it stands."""

    says: Words
    state: str
    tone: str
    reason: str


def telling_line(telling: Telling | None) -> TellingLine | None:
    """Return how a request stands that was not told yet; None where there is none."""
    if telling is None:
        return None
    who: User | None = telling.asked_by
    tone, words = "warn", _("requested by %(who)s, %(day)s")
    day = telling.asked_at
    if telling.approved_at:
        who, tone, words = telling.approved_by, "ok", _("agreed by %(who)s, %(day)s")
        day = telling.approved_at
    elif telling.dropped_at and telling.dropped_by_id != telling.asked_by_id:
        who, tone, words = telling.dropped_by, "bad", _("not agreed by %(who)s, %(day)s")
        day = telling.dropped_at
    elif telling.dropped_at:
        return None
    return TellingLine(
        says=MayBeTold(telling.says).label,
        state=words % {"who": who, "day": wording.day_text(day)},
        tone=tone,
        reason=telling.answer,
    )
