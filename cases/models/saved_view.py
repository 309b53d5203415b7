"""Lists that somebody saved, to open them again and to share them."""

import pgtrigger
from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cases.models.alphabet import in_alphabet
from cases.models.guards import Editable, before, in_words, one_of, refuses
from cases.models.team import Team
from cases.models.user import User
from cases.vocabulary import SharedWith


class SavedViewQuerySet(QuerySet["SavedView"]):
    def seen_by(self, user: User) -> "SavedViewQuerySet":
        """Return one's own, those shared with one's team, and those shared with everybody."""
        shared = Q(shared_with=SharedWith.EVERYBODY)
        if user.team_id:
            shared |= Q(shared_with=SharedWith.TEAM, team=user.team_id)
        rows = self.filter(shared | Q(owner=user)).select_related("owner")
        return rows.order_by(in_alphabet("name"), "pk")


class SavedView(Editable):
    """Filters, order and columns of the list of children; it holds no child.

    Each reader finds in it what they may see.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)
    shared_with = models.CharField(
        _("shared with"),
        max_length=9,
        choices=SharedWith.choices,
        default=SharedWith.NOBODY,
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    pinned = models.BooleanField(_("among the tabs"), default=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        triggers = [
            before(
                "saved_view_of_its_owner",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "PERFORM cases_refuse_another_hand("
                "COALESCE(NEW.owner_id, OLD.owner_id), 'saved_view_of_its_owner');",
            ),
            refuses(
                "saved_view_owner_stays",
                pgtrigger.Update,
                "NEW.owner_id <> OLD.owner_id",
                "A saved view stays with who saved it.",
                trigger="owner_stays",
            ),
            before(
                "shared_by_office",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_without('verify_child', 'saved_view_shared_by_office');",
                condition=pgtrigger.Q(new__shared_with=SharedWith.EVERYBODY.value),
            ),
            refuses(
                "saved_view_of_own_team",
                pgtrigger.Insert | pgtrigger.Update,
                "NEW.team_id IS DISTINCT FROM "
                "(SELECT team_id FROM cases_user WHERE id = NEW.owner_id)",
                "A view is shared with one's own team.",
                trigger="shared_with_own_team",
                condition=pgtrigger.Q(new__shared_with=SharedWith.TEAM.value),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_one_of_a_name"),
            models.CheckConstraint(name="saved_view_is_named", condition=in_words("name")),
            one_of("saved_view_shared_with_known", "shared_with", SharedWith),
            models.CheckConstraint(
                name="saved_view_team_when_shared_with_it",
                condition=Q(shared_with=SharedWith.TEAM, team__isnull=False)
                | ~Q(shared_with=SharedWith.TEAM) & Q(team__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('children')}?{self.address}"

    @property
    def address(self) -> str:
        """The query by which the list opens it."""
        view = urlencode({"view": self.pk})
        return f"{self.query}&{view}" if self.query else view
