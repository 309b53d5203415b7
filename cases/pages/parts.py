"""Who a child is, the family, the way home: put into words for the components of the page."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases import wording
from cases.kept import said
from cases.models import Child, Country, Person, PersonName, User
from cases.pages.doors import address
from cases.pages.facts import NO_NAME, Fact, ShownName, WayStep, Words
from cases.pages.tracks import travel_document
from cases.pages.work_doors import form_of_task
from cases.queries.access import Part
from cases.queries.case_files import CaseFile
from cases.queries.case_pages import CasePage, Sibling
from cases.queries.circumstances import Restated
from cases.queries.spellings import Spelling
from cases.queries.task_lines import TaskLine
from cases.rules.births import age
from cases.rules.stages import DECIDED_STAGE, WAY_HOME
from cases.templatetags.show import age_today, born
from cases.vocabulary import FeeStatus, NameKind, Reason, RestatedPart, Script, Stage

#: Children of one mother that the page of one of them shows.
SIBLINGS = 6
LANGUAGE_OF = {Script.CYRILLIC: "tg", Script.ARABIC: "ar", Script.LATIN: "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiblingRow:
    """A child of the same mother; ``current`` is the child of the page.

    ``key`` opens the one before or after her.
    """

    url: str
    reference: str
    name: str
    lang: str
    age: str
    lives: str
    stage: Stage
    stage_label: Words
    current: bool
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """An open task, and what its reader may do with it; ``url`` is the form that does it."""

    line: TaskLine
    url: str
    late: bool
    may_tick: bool
    may_assign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A sentence, and where its reader answers it, if anywhere."""

    text: str
    url: str


def shown_names(names: Iterable[Spelling | PersonName], user: User) -> ShownName:
    """Return the name in the script ``user`` reads, and one more script under it."""
    spellings = sorted(names, key=lambda name: name.script != user.preferred_script)
    if not spellings:
        return NO_NAME
    first = spellings[0]
    other = next((name for name in spellings if name.script != first.script), None)
    return ShownName(
        name=first.text,
        lang=LANGUAGE_OF[Script(first.script)],
        second=other.text if other else "",
        second_lang=LANGUAGE_OF[Script(other.script)] if other else "",
    )


def steps(child: Child) -> list[WayStep]:
    """Return the line of steps of the way home; the stage itself is marked."""
    stage = Stage(child.stage)
    at = WAY_HOME.index(stage) if stage in WAY_HOME else _stands(child)
    marks = {True: "done", False: "later"}
    return [
        WayStep(label=step.label, state="current" if step == stage else marks[number < at])
        for number, step in enumerate(WAY_HOME)
    ]


def _stands(child: Child) -> int:
    """Return how many steps a case beside the way has behind it."""
    if child.returned_on:
        return len(WAY_HOME)
    return 2 if child.verified_by_id else 1


def identity(page: CasePage, part: Part) -> list[Fact]:
    """Return who the child is: names with their source, birth, age, sex."""
    person, on = page.file.child.person, page.file.on
    rows = names(page)
    rows.append(Fact(label=_("Born"), value=born(person), alt=age_today(person, on)))
    rows.append(Fact(label=_("Sex"), value=person.get_sex_display()))
    if part is Part.WHOLE:
        rows.append(Fact(label=_("Birth date known from"), value=person.get_born_basis_display()))
        rows += birthplace(person)
        rows += _ages_at(page.file.child)
        if reason := page.file.child.verified_without_paper:
            rows.append(Fact(label=_("Verified without a document"), value=reason))
    return rows


def birthplace(person: Person) -> list[Fact]:
    """Return where somebody was born, where that is on record."""
    place = person.birthplace
    return [Fact(label=_("Birthplace"), value=place)] if place else []


def names(page: CasePage) -> list[Fact]:
    """Return the names of the child with where each is from."""
    holding = page.file.child.agreement.holding
    return [Fact(label=kind_of_name(name.kind, holding), value=name.text) for name in page.names]


def kind_of_name(kind: NameKind, holding: Country) -> str:
    """Return where a name is from; of a document of the holding country, which country that is."""
    if kind != NameKind.OFFICIAL:
        return str(kind.label)
    return _("On a document of %(country)s") % {
        "country": wording.country_text(holding.code, holding.name)
    }


def _ages_at(child: Child) -> list[Fact]:
    person = child.person
    if person.born_earliest is None or person.born_latest is None:
        return []
    moments = [(_("Age at registration"), child.registered_on)]
    if child.returned_on:
        moments.append((_("Age on returning"), child.returned_on))
    return [
        Fact(
            label=label,
            value=wording.age_text(age(person.born_earliest, person.born_latest, day)),
            alt=_("on %(day)s") % {"day": wording.day_text(day)},
        )
        for label, day in moments
    ]


def family(page: CasePage, user: User) -> list[Fact]:
    """Return the mother, by name and reference, and what is known of the father."""
    child = page.file.child
    mother = shown_names(page.mother_names, user).name or _("Mother not known")
    return [
        Fact(
            label=_("Mother"),
            value=mother,
            alt=child.mother.reference,
            url=child.mother.get_absolute_url(),
        ),
        *father(child),
    ]


def father(child: Child) -> list[Fact]:
    """Return what is known of the father, and from what."""
    return [
        Fact(label=_("Father"), value=child.get_father_status_display()),
        Fact(label=_("Father's name"), value=child.father_name),
        Fact(label=_("How this is known"), value=child.father_evidence),
    ]


def restated(file: CaseFile, user: User) -> Notice | None:
    """Return the notice that a verified identity was changed, with the way to confirm it."""
    if not file.identity_blocks:
        return None
    own = Restated(RestatedPart.IDENTITY, user.pk) in file.restated
    may = user.has_perm("cases.verify_child") and not own
    reference = file.child.reference
    url = address("child-confirm", reference, RestatedPart.IDENTITY) if may else ""
    return Notice(text=file.identity_blocks[0], url=url)


def why_beside(page: CasePage) -> Notice | None:
    """Return why a case is beside the way home: the reason of the step, or of the decision."""
    stage = Stage(page.file.child.stage)
    if stage not in (Stage.DEFERRED, Stage.INELIGIBLE):
        return None
    if page.beside_for:
        return Notice(text=str(Reason(page.beside_for).label), url="")
    for row in page.assessments:
        if row.decided and DECIDED_STAGE.get(row.decided) == stage and not row.is_set_aside:
            url = address("assessment", page.file.child.reference, row.n)
            return Notice(text=row.reasons, url=url)
    return None


def band(page: CasePage, user: User) -> list[Fact]:
    """Return what one wants to know first, by the stage: who cares for her, or where she is."""
    file, child = page.file, page.file.child
    mother = shown_names(page.mother_names, user).name or _("Mother not known")
    return [
        *_care(page, user),
        Fact(label=_("Born"), value=born(child.person), alt=age_today(child.person, file.on)),
        Fact(label=_("Mother"), value=mother, url=child.mother.get_absolute_url()),
        Fact(label=_("Father"), value=child.get_father_status_display(), alt=child.father_name),
        *(_since_home(child.returned_on) if child.returned_on else place(child)),
        *([] if child.returned_on else travel_document(file, user)),
        *travel(file),
        *_fee_in_short(file),
    ]


def _since_home(day: datetime.date) -> list[Fact]:
    return [Fact(label=pgettext("day", "Returned home"), value=wording.day_text(day))]


def _fee_in_short(file: CaseFile) -> list[Fact]:
    if file.fee is None:
        return fee(file)
    amount, since = fee(file)
    return [replace(amount, alt=f"{amount.alt} · {since.value}")]


def _care(page: CasePage, user: User) -> list[Fact]:
    """Return in whose care a child is and since when, and the next visit."""
    care, visit = page.care, page.file.next_follow_up
    facts = []
    if care is not None:
        place = said(care.lives_at or "")
        name = shown_names(care.caregiver, user).name
        who = name or place or str(care.kind.label)
        words = (str(care.kind.label), place, wording.day_text(care.since))
        alt = " · ".join(word for word in words if word not in ("", who))
        facts.append(Fact(label=_("Lives with") if name else _("Care"), value=who, alt=alt))
    if visit is not None and page.file.child.is_open:
        late = visit.due_on < page.file.on
        facts.append(
            Fact(
                label=_("Next visit"),
                value=wording.day_text(visit.due_on),
                alt=_("overdue") if late else visit.kind.label,
                url=address("follow-up", page.file.child.reference, visit.n),
            )
        )
    return facts


def place(child: Child) -> list[Fact]:
    return [Fact(label=_("Where the child is now"), value=child.held_at or _("Not known yet"))]


def siblings(page: CasePage, user: User) -> list[SiblingRow]:
    """Return the mother's first children with their stages; the child of the page is marked.

    She is always among them.
    """
    rows, reference = [], page.file.child.reference
    others = [each for each in page.siblings if each.reference != reference][: SIBLINGS - 1]
    at = [each.reference for each in page.siblings].index(reference)
    for n, sibling in enumerate(page.siblings):
        if n != at and sibling not in others:
            continue
        shown = shown_names(sibling.names, user)
        rows.append(
            SiblingRow(
                url=address("child", sibling.reference),
                reference=sibling.reference,
                name=shown.name or sibling.reference,
                lang=shown.lang,
                age=_age(sibling, page.file.on),
                lives=_lives(sibling),
                stage=sibling.stage,
                stage_label=sibling.stage.label,
                current=n == at,
                key={at - 1: "[", at + 1: "]"}.get(n, ""),
            )
        )
    return rows


def _lives(sibling: Sibling) -> str:
    """Return who looks after a child, and where: siblings may live apart."""
    kind = sibling.care.label if sibling.care else ""
    return " · ".join(str(words) for words in (kind, said(sibling.lives_at or "")) if words)


def lives_apart(page: CasePage) -> Notice | None:
    """Return why children of one mother live apart: the newest note that was approved, if any."""
    homes = {(each.care, each.lives_at) for each in page.siblings if each.care}
    if len(homes) < 2:
        return None
    note = next((line for line in page.interests if line.approved_by), None)
    if note is None:
        return Notice(text=_("No approved best-interests note says why."), url="")
    day = wording.day_text(note.held_on)
    return Notice(
        text=_("Why: best-interests note of %(day)s") % {"day": day},
        url=address("interests-note", page.file.child.reference, note.n),
    )


def _age(sibling: Sibling, on: datetime.date) -> str:
    if sibling.born_earliest is None or sibling.born_latest is None:
        return ""
    return wording.age_text(age(sibling.born_earliest, sibling.born_latest, on))


def tasks(page: CasePage, user: User, *, beside: str = "") -> list[TaskRow]:
    """Return the open tasks; those who work on cases may tick some and give some away.

    ``beside`` is where the button of the next step leads.
    """
    works, reference = user.has_perm("cases.work_case"), page.file.child.reference
    return [
        TaskRow(
            line=line,
            url=form_of_task(line, [reference], user, beside=beside) if works else "",
            late=line.is_late(page.file.on),
            may_tick=works and line.is_ticked,
            may_assign=works and not line.waits_for_reviewer,
        )
        for line in page.tasks
    ]


def travel(file: CaseFile) -> list[Fact]:
    """Return the place on a movement, where there is one."""
    if not file.seat:
        return []
    return [Fact(label=_("Movement"), value=file.seat, url=address("movement", file.seat))]


def fee(file: CaseFile) -> list[Fact]:
    """Return the fee and how far it is paid."""
    if file.fee is None:
        return [Fact(label=_("Fee"), value=_("Not due yet"))]
    return [
        Fact(
            label=_("Fee"),
            value=wording.money_text(file.fee.amount, file.fee.currency),
            alt=FeeStatus(file.fee.status).label,
        ),
        Fact(label=_("Due since"), value=wording.day_text(file.fee.due_on)),
    ]
