"""Movements home: a flight or land transfer and its passengers."""

import pgtrigger
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.child import Child
from cases.models.guards import (
    Editable,
    after,
    as_owner,
    at_commit,
    before,
    follows,
    four_eyes,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuse_if,
    refuses,
    stays,
    with_its_act,
)
from cases.models.offices import of_office
from cases.models.person import Person
from cases.models.place import Place, place_serves
from cases.models.user import User
from cases.vocabulary import MovementStatus, PassengerStatus, PlacePurpose, Reason

#: Passengers who take a seat.
SEATED = (PassengerStatus.PROPOSED, PassengerStatus.CONFIRMED, PassengerStatus.BOARDED)


#: Passengers who had a seat and lost it.
LEFT = (PassengerStatus.TAKEN_OFF, PassengerStatus.NO_SHOW)


#: Movements whose manifest two people have agreed on.
AGREED = (MovementStatus.LOCKED, MovementStatus.DEPARTED, MovementStatus.ARRIVED)


#: Movements that are to come or under way.
AHEAD = (MovementStatus.PLANNING, MovementStatus.LOCKED, MovementStatus.DEPARTED)


MOVEMENT_STEPS = (
    (MovementStatus.PLANNING, MovementStatus.LOCKED),
    (MovementStatus.PLANNING, MovementStatus.CANCELLED),
    (MovementStatus.LOCKED, MovementStatus.CANCELLED),
    (MovementStatus.LOCKED, MovementStatus.DEPARTED),
    (MovementStatus.DEPARTED, MovementStatus.ARRIVED),
    (MovementStatus.DEPARTED, MovementStatus.RETURNED),
    # Recorded by mistake, and taken back on the same day.
    (MovementStatus.DEPARTED, MovementStatus.LOCKED),
    (MovementStatus.ARRIVED, MovementStatus.DEPARTED),
)


class MovementQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MovementQuerySet":
        """Return the movements ``user`` may see: all, or those of the own children.

        Source: security page, section 2, row "place of detention, journey plan".
        """
        if any(user.has_perm(name) for name in ("cases.plan_movement", "cases.approve_lock")):
            return self
        if not user.has_perm("cases.see_movements"):
            return self.none()
        own = Child.objects.named_to(user).values("pk")
        aboard = Passenger.objects.filter(movement=OuterRef("pk"), child__in=own)
        return self.filter(Exists(aboard.filter(status__in=SEATED)))

    def upcoming_first(self) -> "MovementQuerySet":
        """Order upcoming ones first, nearest first, then past ones, latest first."""
        to_come = Case(When(status__in=AHEAD, then=F("departs_at")))
        return self.order_by(to_come.asc(nulls_last=True), "-departs_at", "-pk")

    def awaiting_lock(self) -> "MovementQuerySet":
        """Return the movements whose lock waits for approval."""
        return self.filter(status=MovementStatus.PLANNING, lock_asked_by__isnull=False)

    def with_route(self) -> "MovementQuerySet":
        return self.select_related("origin__country", "destination__country", "agreement")


#: The journey is as agreed on; a place of it is another spelling's.
_ONLY_JOINED = (
    "(NEW.agreement_id, NEW.departs_at, NEW.arrives_at, NEW.seats) IS NOT DISTINCT FROM "
    "(OLD.agreement_id, OLD.departs_at, OLD.arrives_at, OLD.seats) "
    "AND NEW.origin_id IN (OLD.origin_id, cases_joined_into(OLD.origin_id)) "
    "AND NEW.destination_id IN (OLD.destination_id, cases_joined_into(OLD.destination_id))"
)
_OF_THE_LIST = ", ".join(
    f"{{0}}.{name}"
    for name in (
        *("agreement_id", "origin_id", "destination_id", "departs_at", "arrives_at"),
        *("carrier", "number", "seats", "seats_taken", "status"),
    )
)
_RETURN = ("lock_returned_by", "lock_returned_at", "lock_returned_reason")
_LOCK = four_eyes("movement_lock", first="lock_asked", second="lock_approved")


@keeps_history()
class Movement(Editable):
    """One flight or land transfer; passengers update ``seats_taken``."""

    reference = models.CharField(_("reference"), max_length=16, unique=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="movements", verbose_name=_("agreement")
    )
    carrier = models.CharField(_("carrier"), max_length=80, blank=True)
    number = models.CharField(_("flight or vehicle"), max_length=20, blank=True)
    origin = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("from"))
    destination = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("to"))
    departs_at = models.DateTimeField(_("departs"))
    arrives_at = models.DateTimeField(_("arrives"))
    departed_at = models.DateTimeField(_("departed"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=MovementStatus.choices,
        default=MovementStatus.PLANNING,
    )
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lock_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lock_asked_at = models.DateTimeField(null=True, blank=True)
    lock_approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lock_approved_at = models.DateTimeField(null=True, blank=True)
    #: Of the last request that a reviewer sent back, until the lock is requested again.
    lock_returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lock_returned_at = models.DateTimeField(null=True, blank=True)
    lock_returned_reason = models.CharField(_("sent back because"), max_length=300, blank=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("movement")
        verbose_name_plural = _("movements")
        ordering = ["-departs_at"]
        permissions = [
            ("plan_movement", "Plan movements, propose places, ask for the lock"),
            ("approve_lock", "Approve the lock of a manifest"),
            ("see_movements", "See movements"),
        ]
        constraints = [
            one_of("movement_status_known", "status", MovementStatus),
            models.CheckConstraint(
                name="movement_seats_taken_within_seats",
                condition=Q(seats__gt=0, seats_taken__lte=F("seats")),
            ),
            models.CheckConstraint(
                name="movement_arrives_after_departure",
                condition=Q(arrives_at__gt=F("departs_at")),
            ),
            models.CheckConstraint(
                name="movement_between_two_places", condition=~Q(origin=F("destination"))
            ),
            *_LOCK.constraints,
            models.CheckConstraint(
                name="movement_locked_only_when_approved",
                condition=~Q(status__in=list(AGREED)) | Q(lock_approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="movement_planning_not_approved",
                condition=~Q(status=MovementStatus.PLANNING) | Q(lock_approved_by__isnull=True),
            ),
            models.CheckConstraint(
                name="movement_departed_iff_gone",
                condition=Q(
                    status__in=[
                        MovementStatus.DEPARTED,
                        MovementStatus.ARRIVED,
                        MovementStatus.RETURNED,
                    ],
                    departed_at__isnull=False,
                )
                | Q(
                    status__in=[
                        MovementStatus.PLANNING,
                        MovementStatus.LOCKED,
                        MovementStatus.CANCELLED,
                    ],
                    departed_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="movement_arrived_iff_there",
                condition=Q(status=MovementStatus.ARRIVED, arrived_at__isnull=False)
                | (~Q(status=MovementStatus.ARRIVED) & Q(arrived_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="movement_arrived_after_departed",
                condition=Q(arrived_at__isnull=True)
                | Q(departed_at__isnull=False, arrived_at__gt=F("departed_at")),
            ),
            models.CheckConstraint(
                name="movement_lock_not_approved_by_planner",
                condition=Q(lock_approved_by__isnull=True) | ~Q(lock_approved_by=F("planned_by")),
            ),
            models.CheckConstraint(
                name="movement_lock_returned_whole",
                condition=Q(
                    lock_returned_by__isnull=True,
                    lock_returned_at__isnull=True,
                    lock_returned_reason="",
                )
                | in_words("lock_returned_reason")
                & Q(
                    lock_returned_by__isnull=False,
                    lock_returned_at__isnull=False,
                    lock_asked_by__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="movement_lock_not_returned_by_planner",
                condition=Q(lock_returned_by__isnull=True) | ~Q(lock_returned_by=F("planned_by")),
            ),
        ]
        triggers = [
            no_delete(),
            follows("movement", "movement_status_follows_the_table", MOVEMENT_STEPS),
            stays("movement_planner_stays", "Who planned a movement stays.", "planned_by"),
            *_LOCK.triggers,
            refuses(
                "movement_starts_planned",
                pgtrigger.Insert,
                "NEW.status <> 'planning' OR NEW.seats_taken <> 0 "
                "OR NEW.lock_returned_by_id IS NOT NULL",
                "A movement starts as planned, and without passengers.",
            ),
            with_its_act("movement_lock_returned_when_asked", "lock_asked_by_id", *_RETURN),
            # Any change of the list or of the journey cancels a request; nothing else does.
            after(
                "lock_returned_with_a_reason",
                pgtrigger.Update,
                refuse_if(
                    "OLD.lock_asked_by_id IS NOT NULL AND NEW.lock_asked_by_id IS NULL "
                    f"AND NEW.lock_returned_reason = '' AND ({_OF_THE_LIST.format('NEW')}) "
                    f"IS NOT DISTINCT FROM ({_OF_THE_LIST.format('OLD')})",
                    "movement_lock_returned_with_a_reason",
                    "A request to lock is sent back with a reason.",
                )
                + refuse_if(
                    "NEW.lock_returned_by_id = OLD.lock_asked_by_id",
                    "movement_lock_returned_by_another",
                    "Who requested a lock does not send it back.",
                ),
                condition=pgtrigger.AnyChange("lock_asked_by"),
            ),
            before(
                "movement_went_as_recorded",
                pgtrigger.Update,
                refuse_if(
                    "NEW.departed_at <> OLD.departed_at OR NEW.arrived_at <> OLD.arrived_at "
                    "OR NEW.departed_at IS NULL AND NEW.status <> 'locked' "
                    "OR OLD.arrived_at IS NOT NULL AND NEW.arrived_at IS NULL "
                    "AND NEW.status <> 'departed'",
                    "movement_went_as_recorded",
                    "When a movement departed and arrived stays on record.",
                )
                # The clock of the pages may be another one.
                + refuse_if(
                    "GREATEST(NEW.departed_at, NEW.arrived_at) "
                    "> clock_timestamp() + interval '10 minutes'",
                    "movement_not_in_future",
                    "A movement cannot have departed in the future.",
                ),
                condition=pgtrigger.AnyChange("departed_at", "arrived_at"),
            ),
            before(
                "movement_between_borders",
                pgtrigger.Insert | pgtrigger.UpdateOf("origin_id", "destination_id"),
                place_serves("origin_id", "movement_between_borders", PlacePurpose.ROUTE)
                + place_serves("destination_id", "movement_between_borders", PlacePurpose.ROUTE),
            ),
            refuses(
                "movement_departs_with_who_boarded",
                pgtrigger.UpdateOf("status"),
                "(SELECT status FROM cases_movement WHERE id = NEW.id) IN "
                "('departed', 'arrived') AND EXISTS (SELECT 1 FROM cases_passenger "
                "WHERE movement_id = NEW.id AND status IN ('proposed', 'confirmed'))",
                "Whoever has not boarded has left before the departure.",
                trigger="who_boarded_departs",
                run=at_commit,
            ),
            refuses(
                "movement_journey_is_agreed",
                pgtrigger.Update,
                "NEW.status <> 'planning' OR NEW.lock_asked_by_id IS NOT NULL",
                "The journey of a locked manifest is not changed.",
                trigger="movement_carrier_is_agreed",
                condition=pgtrigger.AnyChange("carrier", "number"),
            ),
            # What a reviewer was asked to agree on is what is agreed on.
            before(
                "journey_is_agreed",
                pgtrigger.Update,
                f"IF {_ONLY_JOINED} THEN RETURN NEW; END IF;"
                + refuse_if(
                    "OLD.status <> 'planning' OR NEW.status <> 'planning'",
                    "movement_journey_is_agreed",
                    "The journey of a locked manifest is not changed.",
                )
                + "NEW.lock_asked_by_id := NULL; NEW.lock_asked_at := NULL;",
                condition=pgtrigger.AnyChange(
                    "agreement", "origin", "destination", "departs_at", "arrives_at", "seats"
                ),
            ),
            refuses(
                "movement_seats_counted",
                pgtrigger.UpdateOf("seats_taken"),
                "(SELECT seats_taken FROM cases_movement WHERE id = NEW.id) <> "
                "(SELECT count(*) FROM cases_passenger WHERE movement_id = NEW.id "
                "AND status IN ('proposed', 'confirmed', 'boarded'))",
                "The seats taken are counted, not typed.",
                trigger="seats_are_counted",
                run=at_commit,
            ),
            at_commit(
                "with_all_aboard",
                pgtrigger.UpdateOf("status"),
                "PERFORM cases_refuse_left_by_its_movement(NEW.id);",
            ),
            at_commit(
                "escorts_are_enough",
                pgtrigger.UpdateOf("status"),
                "PERFORM cases_refuse_unescorted(NEW.id);",
            ),
            at_commit(
                "lock_leaves_no_sibling",
                pgtrigger.UpdateOf("status"),
                "IF NEW.status = 'locked' THEN "
                "PERFORM cases_refuse_sibling_left(NEW.id, NULL); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("movement", args=[self.reference])

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken

    @property
    def is_lock_returned(self) -> bool:
        return self.status == MovementStatus.PLANNING and self.lock_returned_by_id is not None

    @property
    def is_awaiting_lock(self) -> bool:
        return self.status == MovementStatus.PLANNING and self.lock_asked_by_id is not None


@keeps_history()
class Passenger(Editable):
    """A child or an escort on a movement."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="passengers")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="passages")
    escort = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="escorted"
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=PassengerStatus.choices,
        default=PassengerStatus.PROPOSED,
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)

    class Meta:
        verbose_name = _("passenger")
        verbose_name_plural = _("passengers")
        ordering = ["pk"]
        constraints = [
            one_of("passenger_status_known", "status", PassengerStatus),
            models.CheckConstraint(
                name="passenger_child_or_escort",
                condition=Q(child__isnull=False, escort__isnull=True)
                | Q(child__isnull=True, escort__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(status__in=list(SEATED)),
                name="passenger_one_seat_a_child",
            ),
            models.UniqueConstraint(
                fields=["movement", "escort"],
                condition=Q(status__in=list(SEATED)),
                name="passenger_one_seat_an_escort",
            ),
            models.CheckConstraint(
                name="passenger_off_has_reason",
                condition=Q(status__in=list(SEATED)) | in_words("reason"),
            ),
        ]
        triggers = [
            no_delete(),
            before(
                "manifest_is_open",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_passenger_change(NEW, "
                "CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END);",
            ),
            with_its_act("passenger_reason_with_its_status", "status", "reason"),
            before(
                "passenger_stays_who_it_is",
                pgtrigger.Update,
                "RAISE EXCEPTION 'A passenger is not exchanged.' USING "
                "ERRCODE = 'check_violation', CONSTRAINT = 'passenger_stays_who_it_is';",
                condition=pgtrigger.AnyChange("movement", "child", "escort"),
            ),
            after(
                "kept_on_the_movement",
                pgtrigger.Insert | pgtrigger.Update,
                "was := 0; IF TG_OP = 'UPDATE' THEN "
                "was := (OLD.status IN ('proposed','confirmed','boarded'))::integer; END IF; "
                "is_now := (NEW.status IN ('proposed','confirmed','boarded'))::integer; "
                "IF was <> is_now THEN UPDATE cases_movement SET "
                "seats_taken = seats_taken + is_now - was, "
                "lock_asked_by_id = CASE WHEN status = 'planning' THEN NULL "
                "ELSE lock_asked_by_id END, "
                "lock_asked_at = CASE WHEN status = 'planning' THEN NULL "
                "ELSE lock_asked_at END, version = version + 1 "
                "WHERE id = NEW.movement_id; END IF;",
                declare=[("was", "integer"), ("is_now", "integer")],
            ),
            before(
                "seated_by_office",
                pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                of_office(("plan_movement", "approve_lock", "work_case"), "passenger_by_office"),
            ),
            as_owner(
                after(
                    "escort_is_told",
                    pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                    "INSERT INTO cases_escortchange (passenger_id, status, by_id) "
                    "VALUES (NEW.id, NEW.status, cases_actor());",
                    condition=pgtrigger.Q(new__escort__isnull=False),
                )
            ),
            at_commit(
                "seat_is_of_a_booked_child",
                pgtrigger.Insert | pgtrigger.UpdateOf("status"),
                "PERFORM cases_refuse_seat_kept(NEW.child_id);",
            ),
            at_commit(
                "leaving_leaves_no_sibling",
                pgtrigger.UpdateOf("status"),
                "IF NEW.status IN ('taken_off', 'no_show') AND NEW.child_id IS NOT NULL THEN "
                "PERFORM cases_refuse_sibling_left(NEW.movement_id, NEW.child_id); "
                "PERFORM cases_refuse_seatless(NEW.child_id); "
                "ELSIF OLD.status IN ('taken_off', 'no_show') THEN "
                "PERFORM cases_refuse_sibling_left(NEW.movement_id, NULL); END IF;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement} {self.child or self.escort}"
