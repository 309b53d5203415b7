from django.contrib import admin

from cases.admin.editing import IDENTIFYING, ReadOnlyAdmin
from cases.models import AccessRow, Document, DuplicateAnswer, Journal, Note, Task


@admin.register(Journal)
class JournalAdmin(ReadOnlyAdmin):
    list_display = ("child", "act", "from_stage", "to_stage", "happened_on", "by", "at")
    list_select_related = ("child", "by")
    list_filter = ("act",)
    search_fields = ("child__reference",)


@admin.register(AccessRow)
class AccessRowAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "page", "child", "mother", "rows", "purpose")
    list_select_related = ("by", "child", "mother")
    search_fields = ("child__reference", "mother__reference", "by__username")
    needs = ("cases.view_history", "cases.view_access")
    to_child = ""


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    """Who wrote a note and when; a sensitive text is shown on the child's page only."""

    list_display = ("child", "sensitive", "by", "at")
    list_select_related = ("child", "by")
    search_fields = ("child__reference",)
    exclude = ("text",)


@admin.register(DuplicateAnswer)
class DuplicateAnswerAdmin(ReadOnlyAdmin):
    list_display = ("one", "other", "verdict", "by", "at")
    list_select_related = ("by",)
    needs = IDENTIFYING
    to_child = ""


@admin.register(Task)
class TaskAdmin(ReadOnlyAdmin):
    """Tasks and their assignees; a text typed by hand is shown on the child's page only."""

    list_display = ("child", "rule", "about", "due_on", "assigned_to", "outcome", "closed_at")
    list_select_related = ("child", "assigned_to")
    list_filter = ("rule", "outcome")
    search_fields = ("child__reference",)
    exclude = ("text",)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    """Shows that a document is on file; the file itself is opened on its page."""

    list_display = ("kind", "language", "child", "mother", "uploaded_by", "uploaded_at")
    list_select_related = ("child", "mother", "uploaded_by")
    search_fields = ("child__reference", "mother__reference")
    needs = IDENTIFYING
    to_child = ""
