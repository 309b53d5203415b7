"""What is chosen when two cases of one child are merged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MergedField(TextChoices):
    """A fact that can be taken from the case that is given up; all others stay as they are."""

    NAME = "name", _("Name shown first")
    SEX = "sex", _("Sex")
    BIRTH = "birth", _("Born")
    BIRTHPLACE = "birthplace", _("Birthplace")
    NATIONALITY = "nationality", _("Nationality")
    FATHER = "father", _("Father")
    PLACE = "place", _("Where now")
