"""What the pages say of a handover."""

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Handover
from cases.pages.facts import Fact


def recorded(child: Child) -> str:
    """Return what is said when the handover of a child is recorded."""
    if child.handovers.filter(document__isnull=True).exists():
        return _(
            "Handover recorded without its scan; a task reminds of it. Now record who cares for "
            "the child."
        )
    return _("Handover recorded. Now record who cares for the child.")


def handover_facts(handover: Handover) -> list[Fact]:
    """Return the handover whose scan is added."""
    return [
        Fact(label=_("Document number"), value=handover.paper),
        Fact(label=_("Signed on"), value=wording.day_text(handover.signed_on)),
        Fact(label=_("Handed over by"), value=handover.handed_by),
        Fact(label=_("Received by"), value=handover.received_by),
    ]
