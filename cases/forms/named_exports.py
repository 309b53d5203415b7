"""For what names leave the register."""

from typing import TypedDict

from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Form
from cases.forms.names import TextField
from cases.forms.versions import facts_of


class ExportPurpose(TypedDict):
    purpose: str


class NamedExportForm(Form):
    purpose = TextField(
        label=_("Purpose"),
        limit=300,
        help_text=_("What the list is for, and who receives it. Do not name a child."),
    )

    use_required_attribute = False

    def facts(self) -> ExportPurpose:
        return facts_of(self, ExportPurpose)
