"""Why somebody opens a record: a word of a list, never free text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.acts import choices
from cases.forms.fields import Form
from cases.vocabulary import Purpose


class PurposeForm(Form):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=lambda: choices(Purpose))
