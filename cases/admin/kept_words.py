from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.admin.editing import ReferenceAdmin, VersionedForm
from cases.models import Criterion, KindOfClearance, Ministry, Phrase
from cases.vocabulary import CriteriaStatus


class PhraseForm(VersionedForm):
    """A question of published criteria is not reworded."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        questions = Criterion.objects.exclude(criteria_set__status=CriteriaStatus.DRAFT)
        if self.instance.pk and questions.filter(text=self.initial["source"]).exists():
            raise ValidationError(_("A question of published criteria is not reworded."))
        return cleaned


@admin.register(Phrase)
class PhraseAdmin(ReferenceAdmin):
    form = PhraseForm
    list_display = ("source", "language", "text")
    list_filter = ("language",)
    search_fields = ("source", "text")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class KindForm(VersionedForm):
    """The code of a kind on record stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True


@admin.register(KindOfClearance)
class KindOfClearanceAdmin(ReferenceAdmin):
    form = KindForm
    worded = ("name",)
    list_display = ("name", "code", "agreement", "position")
    list_select_related = ("agreement",)
    search_fields = ("name", "code")


@admin.register(Ministry)
class MinistryAdmin(ReferenceAdmin):
    """One row, which migrating makes."""

    worded = ("name",)
    list_display = ("name", "home")
    list_select_related = ("home",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
