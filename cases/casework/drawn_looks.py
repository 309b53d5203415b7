"""A weekly draw by lot of looks that nothing explains, and the answers for them."""

import datetime
import random

from django.db import transaction
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.casework import editing
from cases.casework.refused import Refused
from cases.models import DrawnLook, User
from cases.queries.audit import to_draw_from

#: How many looks are drawn of a week.
DRAWN = 5
_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class CannotAnswer(Refused):
    """The answer for a look is refused."""


@transaction.atomic
def draw(*, on: datetime.date, lot: random.Random | None = None) -> list[DrawnLook]:
    """Draw looks of the last whole week, once; return those that were drawn now.

    Each is asked of a reviewer other than who looked, of the same team where there is one, and of
    the one with the fewest to answer.
    """
    monday = on - datetime.timedelta(days=on.weekday())
    until = timezone.make_aware(datetime.datetime.combine(monday, datetime.time()))
    since = until - datetime.timedelta(weeks=1)
    if DrawnLook.objects.filter(look__at__gte=since, look__at__lt=until).exists():
        return []
    rows = list(to_draw_from(since, until).select_related("by").order_by("pk"))
    picked = (lot or random.SystemRandom()).sample(rows, min(DRAWN, len(rows)))
    return [DrawnLook.objects.create(look=row, asked_of=_who_answers(row.by)) for row in picked]


def _who_answers(viewer: User) -> User | None:
    reviewers = User.objects.with_perm(
        "cases.answer_look", include_superusers=False, backend=_MODEL_BACKEND
    )
    open_ones = DrawnLook.objects.filter(asked_of=OuterRef("pk"), answered_by=None).order_by()
    counted = open_ones.values("asked_of").annotate(n=Count("pk")).values("n")
    near = Case(When(team=viewer.team_id, then=0), default=1)
    others = reviewers.exclude(pk=viewer.pk).alias(
        near=near, waiting=Coalesce(Subquery(counted), 0)
    )
    return others.order_by("near", "waiting", "pk").first()


@transaction.atomic
def answer(*, look: DrawnLook, version: int | None, by: User, words: str) -> DrawnLook:
    """Answer in words why a look was.

    Raises ``CannotAnswer`` for one's own look and for one that is answered; ``Stale``.
    """
    row = editing.take(DrawnLook.objects.all(), look.pk, version)
    if row.look.by_id == by.pk:
        raise CannotAnswer(_("Nobody answers for their own look."))
    if row.answered_by_id:
        raise CannotAnswer(_("This look is answered already."))
    row.answer, row.answered_by, row.answered_at = words, by, timezone.now()
    editing.save(row, "answer", "answered_by", "answered_at")
    return row
