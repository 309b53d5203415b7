"""An example for every parameter of every address, so that all pages can be walked."""

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver

from cases import urls
from cases.casework import batches, cases, drafts, letters, siblings
from cases.models import (
    AccessKey,
    Agreement,
    Child,
    Document,
    Draft,
    FigureExplanation,
    FollowUp,
    HeldRequest,
    ImportedList,
    Letter,
    Merge,
    Movement,
    OutsideTotals,
    PaymentBatch,
    Place,
    PublishedFigure,
    Receipt,
    SavedView,
    Sharing,
    Telling,
    User,
)
from cases.vocabulary import FollowUpKind, LetterKind, LetterLanguage, Reason, Role, Stage
from tests import factories


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list of addresses, its route whole."""

    route: str
    callback: Callable[..., HttpResponse]


def _pages(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            pages |= _pages(each.url_patterns, route)
        else:
            pages[each.name] = Page(route, each.callback)
    return pages


PATTERNS = _pages(urls.urlpatterns)


@dataclass(frozen=True, slots=True)
class World:
    """Records of the caseworkers' team that every role meets: cleared, with a fee and a seat."""

    child: Child
    sibling: Child
    batch: PaymentBatch
    movement: Movement
    draft: Draft
    document: Document
    receipt: Receipt
    place: Place


def make_world() -> World:
    first, second = factories.family(2).children.order_by("pk")
    child = factories.bring_to(first, Stage.CLEARED)
    factories.interests_note(child)
    FollowUp.objects.create(
        child=child,
        n=1,
        kind=FollowUpKind.VISIT,
        due_on=factories.DAY,
        planned_by=child.verified_by,
    )
    flight, officer = factories.movement(), factories.user(Role.TRAVEL_OFFICER)
    factories.give_seats(flight, child)
    siblings.ask_exception(movement=flight, child=second, by=officer, reason=Reason.HEALTH)
    factories.hearing(child)
    factories.claim(child)
    batch = batches.create(
        fees_picked=child.fees.all(), by=factories.user(Role.FINANCE_OFFICER), token=uuid.uuid4()
    )
    draft = drafts.keep(
        token=uuid.uuid4(), form=drafts.FAMILY, typed={}, by=factories.user(Role.CASEWORKER)
    )
    document = factories.document(child)
    receipt = factories.receipt(new=factories.scan())
    town = factories.typed_town()
    return World(child, second, batch, flight, draft, document, receipt, town)


def _letter(child: Child) -> Letter:
    return child.letters.first() or letters.make(
        child=child,
        by=child.registered_by,
        on=factories.DAY,
        kind=LetterKind.HEARING,
        language=LetterLanguage.ENGLISH,
    )


def _held(child: Child) -> HeldRequest:
    return child.held_requests.first() or factories.held_request(child)


def _imported(world: World) -> ImportedList:
    return ImportedList.objects.first() or factories.imported_list(world.child.agreement)


def _telling(child: Child) -> Telling:
    return Telling.objects.first() or factories.telling(child)


def _share(child: Child) -> Sharing:
    return child.shares.first() or factories.share(child)


def _published(agreement: Agreement) -> PublishedFigure:
    return agreement.published.first() or factories.published_figure(agreement)


def _explanation(agreement: Agreement) -> FigureExplanation:
    return FigureExplanation.objects.first() or factories.figure_explanation(_published(agreement))


def _key() -> AccessKey:
    return AccessKey.objects.first() or factories.access_key()[0]


def _outside(agreement: Agreement) -> OutsideTotals:
    return agreement.outside.first() or factories.outside_totals(agreement)


def _view(child: Child) -> SavedView:
    owner = child.registered_by
    return owner.saved_views.first() or factories.saved_view(owner)


def _merge(child: Child) -> Merge:
    return Merge.objects.first() or factories.ask_merge(
        *factories.family(2, team=child.mother.team).children.order_by("pk")
    )


def _caseworker(child: Child) -> User:
    if child.caseworker is None:
        child.refresh_from_db()
        to = factories.user(Role.CASEWORKER)
        cases.assign(child=child, version=child.version, by=to, on=factories.DAY, caseworker=to)
        child.refresh_from_db()
    return child.caseworker


# What stands for a parameter: (first word of the address, parameter) -> a record's own word.
EXAMPLES = {
    ("children", "reference"): lambda world: world.child.reference,
    ("integrity", "code"): lambda world: "nobody",
    ("children", "pk"): lambda world: world.child.tasks.open().first().pk,
    ("children", "letter"): lambda world: _letter(world.child).pk,
    ("children", "request_pk"): lambda world: _held(world.child).pk,
    ("children", "placement_pk"): lambda world: 0,
    ("children", "share_pk"): lambda world: _share(world.child).pk,
    ("children", "view"): lambda world: _view(world.child).pk,
    ("children", "person"): lambda world: _caseworker(world.child).pk,
    ("children", "section"): lambda world: "identity",
    ("children", "n"): lambda world: 1,
    ("children", "part"): lambda world: "identity",
    ("mothers", "reference"): lambda world: world.child.mother.reference,
    ("mothers", "section"): lambda world: "identity",
    ("audit", "pk"): lambda world: factories.drawn_look(world.child).pk,
    ("exports", "pk"): lambda world: factories.named_export(Child.objects.all()).pk,
    ("agreements", "slug"): lambda world: world.child.agreement.slug,
    ("agreements", "number"): lambda world: 1,
    ("agreements", "explanation"): lambda world: _explanation(world.child.agreement).pk,
    ("agreements", "totals"): lambda world: _outside(world.child.agreement).pk,
    ("access-keys", "pk"): lambda world: (
        (AccessKey.objects.first() or factories.access_key()[0]).pk
    ),
    ("public", "slug"): lambda world: world.child.agreement.slug,
    ("api", "slug"): lambda world: world.child.agreement.slug,
    ("api", "rest"): lambda world: "nothing",
    ("agreements", "pk"): lambda world: _published(world.child.agreement).pk,
    ("assessments", "reference"): lambda world: world.child.reference,
    ("assessments", "n"): lambda world: 1,
    ("accounts", "pk"): lambda world: world.child.verified_by.pk,
    ("me", "pk"): lambda world: 0,
    ("documents", "key"): lambda world: world.document.stored_as,
    ("messages", "pk"): lambda world: 0,
    ("reports", "code"): lambda world: "returns",
    ("drafts", "pk"): lambda world: world.draft.pk,
    ("fees", "reference"): lambda world: world.batch.reference,
    ("fees", "agreement"): lambda world: world.child.agreement.slug,
    ("fees", "pk"): lambda world: world.draft.pk,
    ("fees", "token"): lambda world: world.draft.data["token"],
    ("fees", "row"): lambda world: 1,
    ("fees", "child"): lambda world: world.child.reference,
    ("fees", "key"): lambda world: world.receipt.key,
    ("fees", "scan"): lambda world: world.receipt.scans.get().stored_as,
    ("duplicates", "one"): lambda world: world.child.reference,
    ("duplicates", "merge_pk"): lambda world: _merge(world.child).pk,
    ("duplicates", "other"): lambda world: world.sibling.reference,
    ("retention", "reference"): lambda world: world.child.reference,
    ("import", "pk"): lambda world: _imported(world).pk,
    ("enquiries", "pk"): lambda world: _telling(world.child).enquiry_id,
    ("places", "pk"): lambda world: world.place.pk,
    ("movements", "reference"): lambda world: world.movement.reference,
    ("movements", "seat"): lambda world: 1,
    ("movements", "child"): lambda world: world.sibling.reference,
    ("movements", "pair"): lambda world: "en-ar",
}


def address(route: str, world: World) -> str:
    """Return the address of a route with examples for its parameters."""
    pattern = PATTERNS[route].route
    first = pattern.partition("/")[0]

    def example(match: re.Match[str]) -> str:
        name = match[1].rpartition(":")[2]
        assert (first, name) in EXAMPLES, f"Add an example for <{name}> of /{pattern}"
        return str(EXAMPLES[first, name](world))

    return "/" + re.sub("<([^>]+)>", example, pattern)
