"""Lists that somebody saves for themselves, their team or everybody."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.casework import editing
from cases.casework.refused import Refused
from cases.models import SavedView, User
from cases.queries.saved_views import may_share
from cases.vocabulary import SharedWith

#: Views of one person, and those of them that stand among the tabs.
MOST, MOST_PINNED = 40, 8


class CannotSave(Refused):
    """A view of a list is not saved."""


@transaction.atomic
def save(
    *,
    by: User,
    query: str,
    name: str,
    shared_with: SharedWith,
    pinned: bool,
    view: SavedView | None = None,
    version: int | None = None,
) -> SavedView:
    """Save a list, or ``view`` anew; return it.

    Raises ``CannotSave`` for a name that one has, for too many, for sharing that is another
    office's, and ``Stale``.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once count together
    own = SavedView.objects.filter(owner=by)
    row = editing.take(own, view.pk, version) if view else SavedView(owner=by)
    _refuse(row, own.exclude(pk=row.pk), name=name, shared_with=shared_with, pinned=pinned, by=by)
    row.query, row.name, row.shared_with, row.pinned = query, name, shared_with, pinned
    row.team = by.team if shared_with == SharedWith.TEAM else None
    if view:
        editing.save(row, "query", "name", "shared_with", "pinned", "team")
    else:
        row.save()
    return row


def _refuse(
    row: SavedView,
    others: "QuerySet[SavedView]",
    *,
    name: str,
    shared_with: SharedWith,
    pinned: bool,
    by: User,
) -> None:
    if shared_with not in may_share(by):
        raise CannotSave(_("A reviewer shares a view with everybody."), field="shared_with")
    if others.filter(name=name).exists():
        raise CannotSave(_("You have a view of this name."), field="name")
    if row.pk is None and others.count() >= MOST:
        raise CannotSave(_("You have %(most)s views. Delete one first.") % {"most": MOST})
    if pinned and others.filter(pinned=True).count() >= MOST_PINNED:
        raise CannotSave(
            _("You have %(most)s views among the tabs. Take one off first.")
            % {"most": MOST_PINNED},
            field="pinned",
        )


@transaction.atomic
def delete(*, view: SavedView, version: int | None, by: User) -> None:
    """Delete one's own view. Raises ``Stale``."""
    editing.take(SavedView.objects.filter(owner=by), view.pk, version).delete()
