"""Families, their drafts, and the agreement they are under."""

import uuid
from typing import Any

from django.urls import reverse

from cases.casework import agreement_changes, drafts, mother_changes
from cases.models import AccessRow, AgreementChange, Child, Document, Draft, Mother, MotherChange
from cases.vocabulary import Role
from tests import factories, papers
from tests.acts.example import EXAMPLES, Example, example
from tests.factories import DAY


def _family(**typed: Any) -> dict[str, Any]:
    factories.agreement()
    return {
        "token": uuid.uuid4(),
        "mother-name_family": "Гулнора Назарова",
        "child-TOTAL_FORMS": "1",
        "child-0-name_family": "Умар",
        "child-0-born": "1m",
        "child-0-sex": "m",
    } | typed


def _known_family() -> dict[str, Any]:
    """Return a family as it is typed that is on record already."""
    known = factories.child()
    name = known.person.name
    return _family(**{"mother-name_family": "Манижа Раҳимова", "child-0-name_family": name})


EXAMPLES |= {
    "family-new": lambda: Example((), _family(register="1"), Mother.objects.all()),
    "family-draft": lambda: Example((), _family(), Draft.objects.all()),
    "family-echo": lambda: Example(
        (), {"field": "child-0-born", "child-0-born": "2016"}, None, says="2016"
    ),
    "family-duplicates": lambda: Example((), _known_family(), AccessRow.objects.all()),
}


@example("draft-keep")
def _() -> Example:
    of = {"path": reverse("import-new")}
    return Example((), {"text": "Half a sen"}, Draft.objects.all(), query=of)


@example("draft-discard")
def _() -> Example:
    author = factories.user(Role.CASEWORKER)
    draft = drafts.keep(token=uuid.uuid4(), form=drafts.FAMILY, typed={}, by=author)
    return Example((draft.pk,), {}, Draft.objects.all(), change=-1, by=author)


@example("mother-child-new")
def _() -> Example:
    child = factories.child()
    reference = child.mother.reference
    return Example((reference,), _family(), child.mother.children.all(), child=child)


@example("mother-duplicates")
def _() -> Example:
    child = factories.child()
    typed = _family(**{"child-0-name_family": child.person.name, "child-0-born": "2016"})
    return Example((child.mother.reference,), typed, AccessRow.objects.all(), child=child)


@example("mother-edit")
def _() -> Example:
    child = factories.child()
    typed = {"version": child.mother.version, "proceedings": "convicted", "sentence": "life"}
    rows = Mother.objects.filter(sentence="life")
    return Example((child.mother.reference, "legal"), typed, rows, child=child)


def _move_asked() -> Child:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    agreement_changes.ask(
        mother=child.mother,
        version=child.mother.version,
        by=officer,
        on=DAY,
        to=factories.bare_agreement(),
        reason="The camp is in Syria.",
    )
    child.mother.refresh_from_db()
    return child


@example("agreement-change")
def _() -> Example:
    child, to = factories.child(), factories.bare_agreement()
    typed = {"version": child.mother.version, "to": to.pk, "reason": "The camp is in Syria."}
    rows = AgreementChange.objects.asked()
    return Example((child.mother.reference,), typed, rows, child=child)


@example("agreement-change-withdraw")
def _() -> Example:
    child = _move_asked()
    by = AgreementChange.objects.asked().get().asked_by
    rows = AgreementChange.objects.filter(dropped_by=by)
    typed = {"version": child.mother.version}
    return Example((child.mother.reference,), typed, rows, child=child, by=by)


@example("agreement-change-decide")
def _() -> Example:
    child = _move_asked()
    typed = {"version": child.mother.version, "word": "approve"}
    rows = Mother.objects.filter(agreement__slug="tajikistan-syrian")
    return Example((child.mother.reference,), typed, rows, child=child)


def _leaving() -> Child:
    child, officer = factories.child(), factories.user(Role.CASEWORKER)
    mother_changes.ask(
        mother=child.mother,
        version=child.mother.version,
        by=officer,
        on=DAY,
        children=[child],
        to=factories.family(1, name="Саида Каримова", team=child.mother.team),
        reason="The court file names another mother.",
    )
    child.mother.refresh_from_db()
    return child


@example("mother-change")
def _() -> Example:
    child = factories.family(2).children.first()
    typed = {"version": child.mother.version, "children": [child.pk], "where": "new"}
    typed |= {"reason": "The court file names another mother."}
    rows = MotherChange.objects.asked()
    return Example((child.mother.reference,), typed, rows, child=child)


@example("mother-change-withdraw")
def _() -> Example:
    child = _leaving()
    by = MotherChange.objects.asked().get().asked_by
    rows = MotherChange.objects.filter(dropped_by=by)
    typed = {"version": child.mother.version}
    return Example((child.mother.reference,), typed, rows, child=child, by=by)


@example("mother-change-decide")
def _() -> Example:
    child = _leaving()
    typed = {"version": child.mother.version, "word": "approve"}
    rows = MotherChange.objects.filter(approved_by__isnull=False)
    return Example((child.mother.reference,), typed, rows, child=child)


@example("mother-document-new")
def _() -> Example:
    child = factories.child()
    typed = {"kind": "birth", "language": "ar", "file": papers.sent()}
    return Example((child.mother.reference,), typed, Document.objects.all(), child=child)
