"""Who a child is, the family, the way home: put into words for the components of the page."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, User
from cases.pages.doors import address
from cases.queries.access import Part
from cases.queries.case_files import CaseFile
from cases.queries.case_pages import CasePage, Sibling, Spelling
from cases.queries.circumstances import Restated
from cases.rules.births import age
from cases.rules.stages import WAY_HOME
from cases.templatetags.show import age_today, born
from cases.vocabulary import FeeStatus, RestatedPart, Script, Stage

Rows = list[dict[str, Any]]

LANGUAGE_OF = {Script.CYRILLIC: "tg", Script.ARABIC: "ar", Script.LATIN: "en"}


def shown_names(names: Iterable[Spelling], user: User) -> dict[str, str]:
    """Return the name in the script ``user`` reads, and one more script under it."""
    spellings = sorted(names, key=lambda name: name.script != user.preferred_script)
    if not spellings:
        return {"name": ""}
    first = spellings[0]
    other = next((name for name in spellings if name.script != first.script), None)
    shown = {"name": first.text, "lang": LANGUAGE_OF[first.script]}
    if other is not None:
        shown |= {"second": other.text, "second_lang": LANGUAGE_OF[other.script]}
    return shown


def steps(child: Child) -> Rows:
    """Return the line of steps of the way home; the stage itself is marked."""
    stage = Stage(child.stage)
    at = WAY_HOME.index(stage) if stage in WAY_HOME else _stands(child)
    marks = {True: "done", False: "later"}
    return [
        {"label": step.label, "state": "current" if step == stage else marks[number < at]}
        for number, step in enumerate(WAY_HOME)
    ]


def _stands(child: Child) -> int:
    """Return how many steps a case beside the way has behind it."""
    if child.returned_on:
        return len(WAY_HOME)
    return 2 if child.verified_by_id else 1


def identity(page: CasePage, part: Part) -> Rows:
    """Return who the child is: names with their source, birth, age, sex."""
    person, on = page.file.child.person, page.file.on
    rows = names(page)
    rows.append({"label": _("Born"), "value": born(person), "alt": age_today(person, on)})
    rows.append({"label": _("Sex"), "value": person.get_sex_display()})
    if part is Part.WHOLE:
        rows.append({"label": _("Birth date known from"), "value": person.get_born_basis_display()})
        rows += _ages_at(page.file.child)
    return rows


def names(page: CasePage) -> Rows:
    """Return the names of the child with where each is from."""
    return [{"label": name.kind.label, "value": name.text} for name in page.names]


def _ages_at(child: Child) -> Rows:
    person = child.person
    if person.born_earliest is None or person.born_latest is None:
        return []
    moments = [(_("Age at registration"), child.registered_on)]
    if child.returned_on:
        moments.append((_("Age on returning"), child.returned_on))
    return [
        {
            "label": label,
            "value": wording.age_text(age(person.born_earliest, person.born_latest, day)),
            "alt": _("on %(day)s") % {"day": wording.day_text(day)},
        }
        for label, day in moments
    ]


def family(page: CasePage, user: User) -> Rows:
    """Return the mother, by name and reference, and what is known of the father."""
    child = page.file.child
    mother = shown_names(page.mother_names, user)["name"] or _("Mother not known")
    return [
        {
            "label": _("Mother"),
            "value": mother,
            "alt": child.mother.reference,
            "url": child.mother.get_absolute_url(),
        },
        *father(child),
    ]


def father(child: Child) -> Rows:
    """Return what is known of the father, and from what."""
    return [
        {"label": _("Father"), "value": child.get_father_status_display()},
        {"label": _("Father's name"), "value": child.father_name},
        {"label": _("How this is known"), "value": child.father_evidence},
    ]


def restated(file: CaseFile, user: User) -> dict[str, Any] | None:
    """Return the notice that a verified identity was changed, with the way to confirm it."""
    if not file.identity_blocks:
        return None
    own = Restated(RestatedPart.IDENTITY, user.pk) in file.restated
    may = user.has_perm("cases.verify_child") and not own
    reference = file.child.reference
    return {
        "text": file.identity_blocks[0],
        "url": address("child-confirm", reference, RestatedPart.IDENTITY) if may else "",
    }


def place(child: Child) -> Rows:
    return [{"label": _("Where the child is now"), "value": child.held_at or _("Not known yet")}]


def siblings(page: CasePage, user: User) -> Rows:
    """Return the mother's children with their stages; the child of the page is marked."""
    rows = []
    for sibling in page.siblings:
        shown = shown_names(sibling.names, user)
        rows.append(
            {
                "url": address("child", sibling.reference),
                "reference": sibling.reference,
                "name": shown["name"] or sibling.reference,
                "lang": shown.get("lang", ""),
                "age": _age(sibling, page.file.on),
                "stage": sibling.stage,
                "stage_label": sibling.stage.label,
                "current": sibling.reference == page.file.child.reference,
            }
        )
    return rows


def _age(sibling: Sibling, on: datetime.date) -> str:
    if sibling.born_earliest is None or sibling.born_latest is None:
        return ""
    return wording.age_text(age(sibling.born_earliest, sibling.born_latest, on))


def tasks(page: CasePage, user: User) -> Rows:
    """Return the open tasks; those who work on cases may tick some and give some away."""
    works = user.has_perm("cases.work_case")
    return [
        {
            "line": line,
            "late": line.is_late(page.file.on),
            "may_tick": works and line.is_ticked,
            "may_assign": works and not line.waits_for_reviewer,
        }
        for line in page.tasks
    ]


def travel(file: CaseFile) -> Rows:
    """Return the place on a movement, where there is one."""
    if not file.seat:
        return []
    return [
        {
            "label": _("Movement"),
            "value": file.seat,
            "url": address("movement", file.seat),
        }
    ]


def fee(file: CaseFile) -> Rows:
    """Return the fee and how far it is paid."""
    if file.fee is None:
        return [{"label": _("Fee"), "value": _("Not due yet")}]
    return [
        {
            "label": _("Fee"),
            "value": wording.money_text(file.fee.amount, file.fee.currency),
            "alt": FeeStatus(file.fee.status).label,
        },
        {"label": _("Due since"), "value": wording.day_text(file.fee.due_on)},
    ]
