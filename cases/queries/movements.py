"""Refusals of a place on a movement, of its lock and of its departure."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter

from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import wording
from cases.models import Agreement, Child, EscortChange, Journal, Movement, Passenger, User
from cases.models.movement import SEATED
from cases.queries.case_files import CaseFile, track_sentence
from cases.queries.journal import last_entries
from cases.queries.refusals import own_sentence
from cases.queries.siblings import Staying, left_sentence
from cases.rules.journeys import EscortRule, Headcount, expires_before, is_infant
from cases.vocabulary import Act, MovementStatus, NeededFor, PassengerStatus, Stage


def place_refusals(file: CaseFile, movement: Movement) -> tuple[str, ...]:
    """Return why the child of ``file`` can have no place on ``movement``; empty if it can."""
    if file.child.agreement_id != movement.agreement_id:
        return (_("The movement belongs to another agreement."),)
    if file.child.stage != Stage.CLEARED:
        return (
            _("Not cleared to travel; the case is in the stage “%(stage)s”.")
            % {"stage": file.child.get_stage_display()},
        )
    if file.seat:
        return (_("Already has a place on %(movement)s.") % {"movement": file.seat},)
    return file.blocks(Act.CLEAR)


def is_infant_aboard() -> Q:
    """Return the condition on movements that a passenger is an infant on the day."""
    born = F("passengers__child__person__born_latest")
    infant = Func(born, F("departs_at"), function="cases_is_infant", output_field=BooleanField())
    return Q(infant)


def children_aboard(movement: Movement) -> list[Child]:
    """Return the children who have a seat, in key order."""
    aboard = movement.passengers.filter(status__in=SEATED, child__isnull=False)
    rows = Child.objects.filter(pk__in=aboard.values("child_id")).order_by("pk")
    return list(rows.select_related("person", "mother", "agreement"))


def sentence_of(child: Child, sentence: str) -> str:
    """Return a sentence about one child, prefixed by the reference."""
    return _("%(child)s: %(sentence)s") % {"child": child.reference, "sentence": sentence}


def unready(file: CaseFile, movement: Movement) -> tuple[str, ...]:
    """Return why the child of ``file`` cannot be booked on ``movement``; empty if it can.

    Source: domain page, section 4, row "lock the manifest".
    """
    arrival = wording.as_day(movement.arrives_at)
    unmet = file.unmet(NeededFor.VERIFY, NeededFor.CLEAR)
    sentences = tuple(map(track_sentence, unmet))
    if file.fee_missing:
        sentences += (_("The fee is not paid yet."),)
    sentences += file.identity_blocks
    sentences += tuple(
        _("%(what)s: ends before the arrival.") % {"what": track.subject.label}
        for track in expires_before((*file.clearances, *file.consents), arrival)
    )
    if file.child.stage not in (Stage.CLEARED, Stage.BOOKED, Stage.IN_TRANSIT):
        sentences += (_("Not cleared to travel."),)
    return sentences


def escort_rule(agreement: Agreement) -> EscortRule:
    """Return how many children, and infants, an escort may travel with under an agreement."""
    return EscortRule(agreement.children_per_escort, agreement.infants_per_escort)


def escort_refusals(
    movement: Movement, files: Collection[CaseFile], *, escorts: int
) -> tuple[str, ...]:
    """Return what blocks a journey of the children of ``files``; empty where escorts are enough."""
    day = wording.as_day(movement.departs_at)
    infants = sum(is_infant(file.child.person.born_latest, on=day) for file in files)
    rule = escort_rule(movement.agreement)
    missing = rule.missing(Headcount(len(files), infants, escorts))
    if not missing:
        return ()
    lack = ngettext("%(n)s escort is missing.", "%(n)s escorts are missing.", missing)
    if not escorts and rule.children is None:
        return (f"{_('No child travels without an escort.')} {lack % {'n': missing}}",)
    return (f"{wording.escorts_text(rule)} {lack % {'n': missing}}",)


def lock_refusals(
    movement: Movement, files: Collection[CaseFile], siblings: Iterable[Staying], *, escorts: int
) -> tuple[str, ...]:
    """Return what blocks the lock, one sentence each.

    ``files`` are the cases of the children aboard, ``siblings`` those who would stay.
    """
    if movement.status != MovementStatus.PLANNING:
        return (_("The passenger list is already locked, or the movement is over."),)
    if not files:
        return (_("No child has a place yet."),)
    refusals = [sentence_of(file.child, why) for file in files for why in unready(file, movement)]
    left = [left_sentence(sibling.child) for sibling in siblings if not sibling.is_excused]
    alone = escort_refusals(movement, files, escorts=escorts)
    return (*refusals, *left, *alone)


def depart_refusals(
    movement: Movement,
    passengers: Collection[Passenger],
    files: Mapping[int, CaseFile],
    *,
    early: bool = False,
) -> tuple[str, ...]:
    """Return what blocks the departure on the day of ``files``, one sentence each.

    Everyone on the manifest must be on board, with enough escorts, and still meet every
    requirement. Who looks ``early`` is not told that nobody is on board.
    Source: domain page, section 4, row "depart, arrive".
    """
    if not files:
        return (_("No child is on the passenger list any more."),)
    absent = [_who(p) for p in passengers if p.status != PassengerStatus.BOARDED and not early]
    refusals = [_("Not on board: %(who)s.") % {"who": ", ".join(absent)}] if absent else []
    for passenger in passengers:
        if passenger.child:
            blocks = _still_booked(passenger) or files[passenger.child.pk].blocks(Act.DEPART)
            refusals += [sentence_of(passenger.child, why) for why in blocks]
    escorts = len(passengers) - len(files)
    alone = escort_refusals(movement, files.values(), escorts=escorts)
    way_out = (_("Remove children from the list, or cancel the movement."),) if alone else ()
    return (*refusals, *alone, *way_out)


def take_back_refusals(
    movement: Movement, entries: Collection[Journal], *, by: User, on: datetime.date
) -> tuple[str, ...]:
    """Return why ``by`` cannot undo the arrival or the departure of ``movement`` on a day.

    ``entries`` are the last of the cases aboard.
    """
    act = {MovementStatus.DEPARTED: Act.DEPART, MovementStatus.ARRIVED: Act.ARRIVE}.get(
        MovementStatus(movement.status)
    )
    if act is None or not entries:
        return (_("Only a departure or an arrival can be undone here."),)
    if later := [entry for entry in entries if entry.act != act]:
        return tuple(sentence_of(entry.child, _followed(entry)) for entry in later)
    refusals = (_not_own(entry, by=by, on=on) for entry in entries)
    return tuple(why for why in dict.fromkeys(refusals) if why)


def return_refusals(
    movement: Movement, gone: Collection[Passenger], *, by: User, on: datetime.date
) -> dict[int, str]:
    """Return why ``by`` cannot undo on a day that a passenger left the list, by key; "" if he can.

    ``gone`` are all who left ``movement``. Two queries.
    """
    if movement.status != MovementStatus.LOCKED:
        return {passenger.pk: _not_of_a_locked_list() for passenger in gone}
    entries = last_entries([p.child for p in gone if p.child])
    newest = {p.child_id: p.pk for p in sorted(gone, key=attrgetter("pk"))}
    seats: dict[int, list[EscortChange]] = {}
    changes = EscortChange.objects.filter(passenger__in=gone).select_related("by")
    for change in changes.order_by("pk"):
        seats.setdefault(change.passenger_id, []).append(change)
    refusals = {}
    for passenger in gone:
        if passenger.child_id is None:
            why = _escort_stays_off(seats.get(passenger.pk, ()), by=by, on=on)
        elif newest[passenger.child_id] != passenger.pk:
            why = _not_of_a_locked_list()
        elif (entry := entries[passenger.child_id]).act != Act.RELEASE:
            why = _followed(entry)
        else:
            why = _not_own(entry, by=by, on=on)
        refusals[passenger.pk] = why
    return refusals


def _escort_stays_off(changes: Sequence[EscortChange], *, by: User, on: datetime.date) -> str:
    if all(change.status != PassengerStatus.CONFIRMED for change in changes):
        return _not_of_a_locked_list()
    return _not_own(changes[-1], by=by, on=on)


def _not_of_a_locked_list() -> str:
    return _("Only who has left a locked passenger list can be put back on it.")


def _followed(entry: Journal) -> str:
    return _("“%(act)s” has followed: this cannot be undone any more.") % {
        "act": entry.get_act_display()
    }


def _not_own(done: Journal | EscortChange, *, by: User, on: datetime.date) -> str:
    """Return why what was done is not for ``by`` to undo on a day; "" if it is."""
    if done.by_id != by.pk:
        return own_sentence(done.by)
    if wording.as_day(done.at) != on:
        return _("This can be undone only on the day it was recorded.")
    return ""


def _still_booked(passenger: Passenger) -> tuple[str, ...]:
    if passenger.child and passenger.child.stage != Stage.BOOKED:
        return (_("No longer booked. Remove the child from the list."),)
    return ()


def _who(passenger: Passenger) -> str:
    if passenger.child:
        return passenger.child.reference
    return passenger.escort.name if passenger.escort else ""
