from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.admin.editing import ReferenceAdmin, VersionedForm
from cases.models import Criterion, KindOfClearance, Ministry, Phrase
from cases.rules.letters import FACTS, SOURCES, unknown_facts, wording_of
from cases.vocabulary import CriteriaStatus, LetterKind, LetterLanguage

_LETTERS = tuple(SOURCES.values())


class PhraseForm(VersionedForm):
    """A question of published criteria is not reworded; a letter names facts that there are."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        unknown = unknown_facts(cleaned.get("text", ""))
        if unknown and cleaned.get("source") in _LETTERS:
            raise ValidationError(
                _("A letter has no fact named %(unknown)s. It may name: %(facts)s."),
                params={"unknown": _braced(unknown), "facts": _braced(FACTS)},
            )
        questions = Criterion.objects.exclude(criteria_set__status=CriteriaStatus.DRAFT)
        if self.instance.pk and questions.filter(text=self.initial["source"]).exists():
            raise ValidationError(_("A question of published criteria is not reworded."))
        return cleaned


def _braced(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _letters() -> list[dict[str, Any]]:
    """Return each letter that can be worded, in each language, with the row that words it."""
    rows = {(row.source, row.language): row for row in Phrase.objects.filter(source__in=_LETTERS)}
    return [
        {
            "kind": kind.label,
            "language": language,
            "row": rows.get((SOURCES[kind], language)),
            "asked": urlencode({"source": SOURCES[kind], "language": language}),
            "draft": wording_of(kind, language),
        }
        for kind in LetterKind
        for language in LetterLanguage
    ]


@admin.register(Phrase)
class PhraseAdmin(ReferenceAdmin):
    form = PhraseForm
    list_display = ("source", "language", "text")
    list_filter = ("language",)
    search_fields = ("source", "text")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"letters": _letters(), "facts": _braced(FACTS)}
        return super().changelist_view(request, context | (extra_context or {}))

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
