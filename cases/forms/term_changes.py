"""The second person's word on the terms of an agreement that wait."""

from cases.forms.acts import VersionForm, WordForm
from cases.forms.versions import OfVersion, facts_of
from cases.models import Agreement


class TermsDecisionForm(WordForm, VersionForm[Agreement]):
    """Approve all that waits, or send it back with a reason."""

    field_order = ("version", "word", "reason")

    use_required_attribute = False

    def facts(self) -> OfVersion:
        return facts_of(self, OfVersion)
