"""What an admin says of a town that somebody typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import field
from cases.forms.versions import OfVersion, Versioned, facts_of
from cases.models import Place
from cases.queries.places import likely_same, others_of


class CheckFacts(OfVersion):
    into: Place | None


class PlaceCheckForm(Versioned):
    """A town of its own, or another spelling of one on record."""

    into = forms.TypedChoiceField(label=_("This place is"), required=False, empty_value=None)

    use_required_attribute = False

    def __init__(self, *args: Any, record: Place, **rest: Any) -> None:
        super().__init__(*args, **rest)
        others = others_of(record)
        likely = likely_same(record, others)
        rest_of = [place for place in others if place not in likely]
        self.places = {str(place.pk): place for place in others}
        into = field(self, "into", forms.TypedChoiceField)
        into.choices = [
            ("", _("A place of its own: confirm it")),
            *_group(_("Likely the same"), likely),
            *_group(_("Another spelling of"), rest_of),
        ]
        into.coerce = self.places.__getitem__
        self.open_at(record)

    def facts(self) -> CheckFacts:
        return facts_of(self, CheckFacts)


def _group(title: Any, places: list[Place]) -> list[tuple[Any, list[tuple[str, str]]]]:
    return [(title, [(str(place.pk), place.name) for place in places])] if places else []
