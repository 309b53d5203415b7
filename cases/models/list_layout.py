"""What the columns of a sender's lists hold, kept under a name."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.guards import before, by_office, in_words, keeps_history, no_delete, no_truncate
from cases.models.user import User


@keeps_history()
class ListLayout(models.Model):
    """The columns of the lists of one sender, offered where the ``headings`` are equal.

    ``columns`` holds the meaning of each column in their order, "" for one that is not read.
    """

    name = models.CharField(_("name of the layout"), max_length=60, unique=True)
    headings = ArrayField(models.CharField(max_length=2000, blank=True))
    columns = ArrayField(models.CharField(max_length=20, blank=True))
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("columns of a sender's lists")
        verbose_name_plural = _("columns of senders' lists")
        ordering = ["name"]
        triggers = [
            no_delete(),
            no_truncate(),
            by_office("list_layout", "register_child", pgtrigger.Insert | pgtrigger.Update),
            before(
                "list_layout_saved_by",
                pgtrigger.Update,
                "PERFORM cases_refuse_another_hand(NEW.saved_by_id, 'list_layout_saved_by');",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="list_layout_of_columns",
                condition=Q(headings__len__gt=0, headings__len__lte=1000)
                & Q(columns__len__gt=0, columns__len__lte=1000),
            ),
            models.CheckConstraint(name="list_layout_is_named", condition=in_words("name")),
        ]

    def __str__(self) -> str:
        return self.name
