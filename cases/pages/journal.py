"""What was done to a case: assessments, journal and notes, put into words for the page."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from django.db.models import Choices
from django.utils.translation import gettext as _

from cases import wording
from cases.models import Journal, User
from cases.pages.doors import address
from cases.pages.facts import StatusLine, Words
from cases.queries.case_pages import Assessed, CasePage, Remark
from cases.rules.entries import ACTS_ABOUT
from cases.rules.papers import NO_PAPER
from cases.vocabulary import (
    Act,
    AdjournmentReason,
    ClaimStatus,
    ClearanceKind,
    Confidentiality,
    ConsentDecision,
    DocumentKind,
    EntryKind,
    EvidenceKind,
    GiverRole,
    HearingOutcome,
    HearingPurpose,
    Language,
    Reason,
    Relation,
    RestatedPart,
    Stage,
    TrackState,
)

#: What the entry of a change that another person has confirmed says after its part.
CONFIRMED = "-confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the journal; ``quiet`` is one without a new stage, ``undone`` was taken back.

    It stands for ``number`` entries of one day and act, by one person.
    """

    title: str
    when: str
    by: User
    text: str
    quiet: bool
    undone: bool
    number: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What the journal can be narrowed to."""

    label: Words
    value: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    key: int
    text: str
    sensitive: bool
    when: str
    by: str


def assessments(page: CasePage) -> list[StatusLine]:
    """Return the assessments, newest first: what was proposed, decided, and by whom."""
    newest = page.assessments[0].n if page.assessments else 0
    return [
        StatusLine(
            label=_("Assessment %(number)s") % {"number": row.n},
            url=address("assessment", page.file.child.reference, row.n),
            status=_stands(row),
            tone="" if row.decided or row.is_set_aside else "info",
            why=_assessed(row, superseded=row.n < newest),
        )
        for row in page.assessments
    ]


def _stands(row: Assessed) -> Words:
    if row.is_withdrawn:
        return _("Withdrawn by its author")
    if row.is_set_aside:
        return _("Set aside: the family moved to another agreement")
    return row.decided.label if row.decided else _("Waiting for a decision")


def _assessed(row: Assessed, *, superseded: bool) -> str:
    words = [
        _("proposed: %(decision)s, by %(who)s")
        % {"decision": row.proposed.label, "who": row.assessed_by}
    ]
    if row.decided_by:
        words.append(_("decided by %(who)s") % {"who": row.decided_by})
    if superseded:
        words.append(_("replaced by a later one"))
    return " · ".join(words)


def timeline(entries: Iterable[Journal]) -> list[Entry]:
    """Return the journal for the eye: what was done, when it happened, and by whom."""
    entries = list(entries)
    undone = {entry.undoes_id for entry in entries}
    return [
        Entry(
            title=_title(entry),
            when=wording.day_text(entry.happened_on),
            by=entry.by,
            text=" · ".join(_detail(entry)),
            quiet=entry.to_stage is None,
            undone=entry.pk in undone,
        )
        for entry in entries
    ]


def folded(lines: Iterable[Entry]) -> list[Entry]:
    """Return the lines with those of one day, act and person that follow each other as one."""

    def alike(line: Entry) -> tuple[object, ...]:
        return line.title, line.when, line.by.pk, line.quiet, line.undone

    return [_as_one(list(group)) for _key, group in groupby(lines, key=alike)]


def _as_one(lines: list[Entry]) -> Entry:
    """Return what each of ``lines`` is about, and once what they all say besides."""
    first, number = lines[0], len(lines)
    if number == 1:
        return first
    heads, *rest = zip_longest(*(line.text.split(" · ") for line in lines), fillvalue="")
    words = [", ".join(dict.fromkeys(filter(None, heads)))]
    words += dict.fromkeys(word for column in rest for word in column if word)
    title, text = f"{first.title} × {number}", " · ".join(filter(None, words))
    return replace(first, title=title, text=text, number=number)


def chips(about: EntryKind | None) -> list[Narrowing]:
    """Return what the timeline can be narrowed to, and which of these it is now."""
    kinds = [
        Narrowing(label=kind.label, value=kind.value, current=kind == about) for kind in EntryKind
    ]
    return [Narrowing(label=_("Everything"), value="", current=about is None), *kinds]


def counted_chips(about: EntryKind | None, numbers: Mapping[str, int]) -> list[Narrowing]:
    """Return the chips with how many entries there are of each; ``numbers`` are by act."""
    every = {"": sum(numbers.values())}
    for kind in EntryKind:
        every[kind.value] = sum(numbers.get(act, 0) for act in ACTS_ABOUT[kind])
    return [replace(chip, count=every[chip.value]) for chip in chips(about)]


def told_by(entries: Iterable[Entry], text: str) -> list[Entry]:
    """Return the entries with each word of ``text`` in what they say."""
    parts = text.casefold().split()
    return [entry for entry in entries if all(part in _all_words(entry) for part in parts)]


def _all_words(entry: Entry) -> str:
    return f"{entry.title} {entry.text} {entry.when} {entry.by}".casefold()


def about_of(code: str) -> EntryKind | None:
    """Return what the reader narrows the timeline to; None for everything, and for no such word."""
    return EntryKind(code) if code in EntryKind.values else None


def _title(entry: Journal) -> str:
    if entry.act == Act.UNDO:
        return _("Undone: %(act)s") % {"act": _word(Act, entry.detail)}
    return str(Act(entry.act).label)


def _detail(entry: Journal) -> Iterable[str]:
    if entry.from_stage and entry.to_stage:
        yield _("%(before)s → %(after)s") % {
            "before": Stage(entry.from_stage).label,
            "after": Stage(entry.to_stage).label,
        }
    if entry.reason:
        yield str(Reason(entry.reason).label)
    detail = entry.detail.removesuffix(NO_PAPER)
    if words := _words(entry, detail):
        yield words
    if detail != entry.detail:
        yield _("no document on file")
    if wording.as_day(entry.at) != entry.happened_on:
        yield _("recorded on %(day)s") % {"day": wording.day_text(entry.at)}


def _words(entry: Journal, detail: str) -> str:
    """Return the codes of an entry as words, where they are words of the register."""
    if entry.act == Act.CLEARANCE:
        kind, _colon, status = detail.partition(":")
        return f"{ClearanceKind(kind).label}: {_word(TrackState, status)}"
    if entry.act == Act.HEARING:
        return _hearing(*detail.split(":"))
    if entry.act == Act.CLAIM:
        return _claim(*detail.split(":"))
    if entry.act in (Act.CONSENT, Act.VERIFY_CONSENT):
        _purpose, giver, *decision = detail.split(":")
        words = [_word(ConsentDecision, code) for code in decision]
        return ": ".join([_word(GiverRole, giver), *words])
    if entry.act == Act.EDIT:
        return _edit(detail)
    if entry.act == Act.FEE_DUE and detail:
        day = wording.day_text(datetime.date.fromisoformat(detail))
        return _("missed before; due since %(day)s") % {"day": day}
    if entry.act in (Act.DOCUMENT, Act.WITHDRAW_DOCUMENT):
        return _document(detail)
    return _request_or_reference(entry)


def _request_or_reference(entry: Journal) -> str:
    """Return what was sent back, or the reference that an entry names."""
    if entry.act == Act.RETURN:
        return _word(Act, entry.detail.partition(":")[0])
    if entry.act in (Act.MERGE, Act.ASK_UNMERGE, Act.UNMERGE):
        return str(entry.detail)
    if entry.act not in (Act.AGREEMENT, Act.MOTHER):
        return ""
    return _("before: %(reference)s") % {"reference": entry.detail}


def _edit(detail: str) -> str:
    if detail.endswith(CONFIRMED):
        part = detail.removesuffix(CONFIRMED)
        return _("Confirmed by a second person: %(what)s") % {"what": _word(RestatedPart, part)}
    return _("An admin joined two spellings of the place.") if detail == "place-joined" else ""


def _hearing(purpose: str, outcome: str, more: str = "") -> str:
    """Return what was done to a hearing; ``more`` is its day, or why it was put off."""
    words = _word(HearingPurpose, purpose), _word(HearingOutcome, outcome)
    if outcome == HearingOutcome.SCHEDULED:
        more = wording.day_text(datetime.date.fromisoformat(more))
    return ": ".join(filter(None, (*words, _word(AdjournmentReason, more))))


def _claim(n: str, word: str, kind: str = "") -> str:
    """Return what was done to a claim: recorded, given evidence of a kind, or decided."""
    words = _("Claim %(number)s") % {"number": n}
    if kind:
        return _("%(claim)s: evidence added: %(kind)s") % {
            "claim": words,
            "kind": _word(EvidenceKind, kind),
        }
    return f"{words}: {_word(Relation if word in Relation.values else ClaimStatus, word)}"


def _document(detail: str) -> str:
    """Return "Birth certificate (Arabic)", and of a sensitive one only that it is."""
    *_mother, kind, language = ("", *detail.split(":"))[-3:]
    if language == Confidentiality.SENSITIVE:
        return str(Confidentiality.SENSITIVE.label)
    return f"{_word(DocumentKind, kind)} ({_word(Language, language)})"


def _word(words: type[Choices], code: str) -> str:
    return str(words(code).label) if code in words.values else code


def notes(rows: Iterable[Remark]) -> list[NoteRow]:
    """Return the notes; of a sensitive one only that it is there, when and by whom."""
    return [
        NoteRow(
            key=note.key,
            text=note.text,
            sensitive=note.sensitive,
            when=wording.moment_text(note.at),
            by=note.by,
        )
        for note in rows
    ]
