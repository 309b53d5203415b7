"""Kinds of clearance: eight are shipped, an admin adds more."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.kept import said
from cases.models.agreement import Agreement
from cases.models.guards import Editable, by_office, in_words, keeps_history, no_delete, stays
from cases.vocabulary import Act, GiverRole

#: Codes by which a task or an entry of the journal names something else than a clearance.
_OTHER_CODES = sorted({*GiverRole.values, *Act.values})


@keeps_history()
class KindOfClearance(Editable):
    """A kind of clearance: of one agreement, or, without one, of every agreement.

    The code stays and is what rules, papers and the journal hold; the name is what people read.
    """

    code = models.CharField(
        _("code"),
        max_length=16,
        unique=True,
        help_text=_("Small Latin letters, for example camp_release. It never changes."),
    )
    name = models.CharField(_("name"), max_length=80)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kinds_of_clearance",
        verbose_name=_("agreement"),
        help_text=_("Empty: for every agreement."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("kind of clearance")
        verbose_name_plural = _("kinds of clearance")
        ordering = ["position", "pk"]
        triggers = [
            no_delete(),
            by_office(
                "kind_of_clearance", "change_kindofclearance", pgtrigger.Insert | pgtrigger.Update
            ),
            stays("kind_of_clearance_code_stays", "The code of a kind stays.", "code"),
        ]
        constraints = [
            models.CheckConstraint(
                name="kind_of_clearance_code_form",
                condition=Q(code__regex=r"^[a-z][a-z0-9_]{1,15}$") & ~Q(code__in=_OTHER_CODES),
                violation_error_message=_(
                    "Enter another code: 2 to 16 small Latin letters and digits, a letter first."
                ),
            ),
            models.CheckConstraint(name="kind_of_clearance_named", condition=in_words("name")),
        ]

    def __str__(self) -> str:
        return said(self.name)
