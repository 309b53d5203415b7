"""Whether children can come under another mother, and what follows when they do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import (
    AgreementChange,
    Child,
    Clearance,
    Consent,
    Fee,
    Mother,
    MotherChange,
    Passenger,
    Person,
    SiblingException,
    User,
)
from cases.models.movement import SEATED
from cases.queries.disposals import disposed_family_sentence, is_disposed_family
from cases.queries.duplicates import answered
from cases.queries.merges import merged_refusals
from cases.rules.births import Span, motherhood
from cases.vocabulary import (
    ClearanceKind,
    ClearanceStatus,
    ConsentDecision,
    DuplicateVerdict,
    FeeStatus,
    GiverRole,
    MovementStatus,
)

#: A list that two people have agreed on, and a movement on its way.
_BOUND = (MovementStatus.LOCKED, MovementStatus.DEPARTED)
_ON_ITS_WAY = (FeeStatus.BATCHED, FeeStatus.REFUND_DUE)


@dataclass(frozen=True, slots=True)
class Move:
    """Children who come under another mother; ``to`` is None for one who is not on record yet."""

    mother: Mother
    children: tuple[Child, ...]
    to: Mother | None
    new_name: str = ""

    @property
    def families(self) -> list[Mother]:
        return [self.mother, *([self.to] if self.to else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """What follows for the families of a move: who stays, who is there, what is on record.

    ``seats`` are proposed places of children of either family; ``words`` are consents of the
    mother who is left, which count no longer unless ``is_one_woman``; ``kinships`` are granted
    clearances of kinship; ``exceptions`` let a child who moves stay while siblings travel; ``half``
    are children who stay and have the same father.
    """

    move: Move
    staying: tuple[Child, ...]
    there: tuple[Child, ...]
    half: tuple[Child, ...]
    seats: tuple[Passenger, ...]
    words: tuple[Consent, ...]
    kinships: tuple[Clearance, ...]
    exceptions: tuple[SiblingException, ...]
    is_one_woman: bool


def waiting_move(mother: Mother) -> MotherChange | None:
    """Return the request by which children of ``mother`` would leave her."""
    requests = MotherChange.objects.asked().filter(moves_from=mother)
    people = ("moves_from__person", "moves_to__person", "asked_by", "document")
    return requests.select_related(*people).prefetch_related("moved__child__person__names").first()


def last_move(mother: Mother) -> MotherChange | None:
    """Return the request of the family that was answered last."""
    answered = MotherChange.objects.filter(moves_from=mother).exclude(
        approved_by__isnull=True, dropped_by__isnull=True
    )
    return answered.select_related("moves_to", "approved_by", "dropped_by").first()


def move_of(change: MotherChange) -> Move:
    children = tuple(moved.child for moved in change.moved.all())
    return Move(change.moves_from, children, change.moves_to, change.new_name)


def move_refusals(move: Move) -> tuple[str, ...]:
    """Return why the children cannot be requested to move, a sentence for each reason."""
    return (*_as_asked(move), *bound_refusals(move))


def approval_refusals(
    change: MotherChange | None, *, by: User, is_approved: bool = True
) -> tuple[str, ...]:
    """Return why ``by`` may not decide on a request; what binds the children forbids approval."""
    if change is None:
        return (_("No move to another mother is requested for this family."),)
    own = (_("You requested this. A second person must approve it."),)
    return (
        *(own if change.asked_by_id == by.pk else ()),
        *(bound_refusals(move_of(change)) if is_approved else ()),
    )


def bound_refusals(move: Move) -> tuple[str, ...]:
    """Return what binds the children to the mother they are under; empty while they can move."""
    return (
        *_of_children(move),
        *_of_families(move),
        *merged_refusals(move.children),
        *_of_movements(move),
        *_of_money(move),
    )


def _as_asked(move: Move) -> Iterator[str]:
    if not move.children:
        yield _("Choose at least one child.")
    if waiting_move(move.mother):
        yield _("Already requested. It is waiting for a second person.")
    if move.to is None and not Child.objects.filter(mother=move.mother).exclude(
        pk__in=[child.pk for child in move.children]
    ):
        yield _(
            "All children would leave for a new record. Correct the mother on this record instead."
        )


def _of_children(move: Move) -> Iterator[str]:
    for child in move.children:
        if child.mother_id != move.mother.pk:
            yield _("%(child)s is not a child of this record any more.") % {"child": child}
        elif move.to and motherhood(_span(move.to.person), _span(child.person)) == "impossible":
            yield _(
                "%(child)s cannot be a child of %(mother)s: "
                "they are born fewer than 10 years apart."
            ) % {"child": child, "mother": move.to}


def _span(person: Person) -> Span | None:
    if person.born_earliest is None or person.born_latest is None:
        return None
    return Span(person.born_earliest, person.born_latest)


def _of_families(move: Move) -> Iterator[str]:
    if move.to and move.to.pk == move.mother.pk:
        yield _("Choose another mother than the one they are under.")
    elif move.to and move.to.agreement_id != move.mother.agreement_id:
        yield _("The two families are under two agreements. Move one of them there first.")
    if any(map(is_disposed_family, move.families)):
        yield disposed_family_sentence()
    if AgreementChange.objects.asked().filter(mother__in=move.families).exists():
        yield _("A move of one of the families to another agreement waits for a reviewer.")


def _of_movements(move: Move) -> Iterator[str]:
    seats = Passenger.objects.filter(
        child__mother__in=move.families, status__in=SEATED, movement__status__in=_BOUND
    )
    for seat in seats.select_related("child", "movement").order_by("child_id"):
        yield _(
            "%(child)s travels on %(movement)s, whose passenger list is locked. "
            "Nobody joins or leaves the family before the arrival."
        ) % {"child": seat.child, "movement": seat.movement}


def _of_money(move: Move) -> Iterator[str]:
    fees = Fee.objects.filter(child__in=move.children, status__in=_ON_ITS_WAY)
    for fee in fees.select_related("child").order_by("pk"):
        yield _(
            "Money for %(child)s is on its way under this number (%(status)s). "
            "Wait until it is settled, or take the fee out of the batch."
        ) % {"child": fee.child, "status": fee.get_status_display()}


def following(move: Move) -> Following:
    """Return what follows from a move, to be read before anybody asks for it. Seven queries."""
    moved = {child.pk for child in move.children}
    family = Child.objects.filter(mother__in=move.families).with_names().order_by("pk")
    staying = tuple(c for c in family if c.mother_id == move.mother.pk and c.pk not in moved)
    fathers = {child.father_name.casefold() for child in move.children if child.father_name}
    return Following(
        move=move,
        staying=staying,
        there=tuple(c for c in family if move.to and c.mother_id == move.to.pk),
        half=tuple(child for child in staying if child.father_name.casefold() in fathers),
        seats=tuple(_seats(move)),
        words=tuple(_words_of_the_mother(move)),
        kinships=tuple(_kinships(move)),
        exceptions=tuple(_exceptions(move)),
        is_one_woman=_is_one_woman(move),
    )


def _seats(move: Move) -> Iterator[Passenger]:
    seats = Passenger.objects.filter(
        child__mother__in=move.families,
        status__in=SEATED,
        movement__status=MovementStatus.PLANNING,
    )
    return iter(seats.select_related("child", "movement").order_by("movement_id", "child_id"))


def _words_of_the_mother(move: Move) -> Iterator[Consent]:
    given = Consent.objects.newest().filter(
        child__in=move.children,
        giver_role=GiverRole.MOTHER,
        giver=move.mother.person_id,
        decision=ConsentDecision.GIVEN,
    )
    return iter(given.select_related("child").order_by("child_id", "pk"))


def _kinships(move: Move) -> Iterator[Clearance]:
    rows = Clearance.objects.filter(child__in=move.children, kind=ClearanceKind.KINSHIP)
    newest = rows.order_by("child_id", "-pk").distinct("child_id").select_related("child")
    return (row for row in newest if row.status == ClearanceStatus.GRANTED)


def _exceptions(move: Move) -> Iterator[SiblingException]:
    ahead = SiblingException.objects.filter(
        child__in=move.children, movement__status=MovementStatus.PLANNING
    )
    return iter(ahead.select_related("child", "movement").order_by("pk"))


def _is_one_woman(move: Move) -> bool:
    """Return whether somebody answered that both records are of one person."""
    if move.to is None:
        return False
    return answered(move.mother.person_id, move.to.person_id) == DuplicateVerdict.SAME


def moved_to(mother: Mother, user: User) -> "QuerySet[Mother]":
    """Return the records under which the children of ``mother`` came, of those ``user`` may see."""
    changes = MotherChange.objects.filter(moves_from=mother, approved_by__isnull=False)
    return Mother.objects.visible_to(user).filter(pk__in=changes.values("moves_to"))
