"""What a column and a value are called for the person whom they tell of."""

import datetime
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.wording import day_text, moment_text

#: What a column is called that has no words of its own: whom or what it names.
_NOUNS = {
    "person": pgettext_lazy("record", "Person"),
    "child": _("Child"),
    "mother": _("Mother"),
    "giver": _("Who gave it"),
    "witness": _("Witness"),
    "interpreter": _("Interpreter"),
    "escort": _("Escort"),
    "by": _("By whom"),
    "at": _("When"),
    "pgh_created_at": _("When"),
    "pgh_label": pgettext_lazy("record", "Change"),
    "agreement": _("Agreement"),
    "schedule": _("Fee schedule"),
    "criteria_set": _("Criteria set"),
    "criterion": _("Criterion"),
    "assessment": _("Assessment"),
    "consent": _("Consent"),
    "clearance": _("Clearance"),
    "hearing": _("Hearing"),
    "follow_up": pgettext_lazy("record", "Follow-up"),
    "movement": _("Movement"),
    "claim": _("Kinship claim"),
    "change": pgettext_lazy("record", "Change"),
    "wish": pgettext_lazy("record", "Request"),
    "share": _("Sharing"),
    "adjourned_to": _("Adjourned to"),
    "supersedes": _("Replaces"),
    "undoes": _("Undoes"),
    "duplicate_of": _("Duplicate of"),
    "from_stage": _("Stage before"),
    "to_stage": _("Stage after"),
    "waiver_reason": _("Reason of the waiver"),
}
#: What was done, of the columns that say by whom and when.
_DEEDS = {
    "withdrawn": _("Withdrawn"),
    "registered": _("Registered"),
    "verified": _("Verified"),
    "closing_asked": _("Closing requested"),
    "closing_approved": _("Closing approved"),
    "reopening_asked": _("Reopening requested"),
    "reopening_approved": _("Reopening approved"),
    "waiver_asked": _("Waiver requested"),
    "waiver_approved": _("Waiver approved"),
    "uploaded": _("Uploaded"),
    "recorded": _("Recorded"),
    "assessed": _("Assessed"),
    "decided": _("Decided"),
    "set_aside": pgettext_lazy("assessment", "Set aside"),
    "written": _("Written"),
    "asked": _("Requested"),
    "approved": _("Approved"),
    "dropped": _("Refused or withdrawn"),
    "planned": _("Planned"),
    "made": _("Made"),
    "closed": _("Closed"),
    "confirmed": _("Confirmed"),
}


def column_words(field: "Field[Any, Any]") -> str:
    """Return what a column is called."""
    deed, _dash, question = field.name.rpartition("_")
    if question in ("by", "at") and deed in _DEEDS:
        words = gettext("%(deed)s, by whom") if question == "by" else gettext("%(deed)s, when")
        return words % {"deed": _DEEDS[deed]}
    return str(_NOUNS.get(field.name, field.verbose_name))


def value_words(value: object) -> str:
    """Return a value in words: a day as it is written, yes or no, a list with commas."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime.datetime):
        return moment_text(value)
    return day_text(value) if isinstance(value, datetime.date) else str(value)
