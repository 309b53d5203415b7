"""What a record relies on is not emptied by a slip: the form asks about it."""

from collections.abc import Iterator

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Form


class AsksWhenEmptied(Form):
    """A form that writes over what is on record; what is ``relied_on`` goes by a tick alone."""

    relied_on: tuple[str, ...] = ()

    not_known = forms.BooleanField(label=_("What is left empty is not known"), required=False)

    def clean(self) -> None:
        super().clean()
        emptied = ", ".join(map(str, self.emptied()))
        if emptied and not self.cleaned_data.get("not_known"):
            ask = _("This was recorded and is empty now: %(what)s. Enter it again, or tick.")
            self.fields["not_known"].widget = forms.CheckboxInput()
            self.add_error("not_known", ask % {"what": emptied})

    def emptied(self) -> Iterator[str | Promise]:
        """Yield what is on record, is relied on, and was emptied, by the labels of its boxes."""
        for name in self.relied_on:
            now = self.cleaned_data.get(name)
            if self[name].initial and not now and name not in self.errors:
                yield self[name].label
