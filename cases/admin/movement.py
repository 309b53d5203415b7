from django.contrib import admin

from cases.admin.editing import IDENTIFYING, ReadOnlyAdmin
from cases.models import Movement, Passenger, SiblingException


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    """Not for auditors: a movement says where children will be and when."""

    list_display = ("reference", "status", "departs_at", "seats", "seats_taken")
    list_filter = ("status",)
    search_fields = ("reference",)
    needs = IDENTIFYING
    to_child = ""


@admin.register(Passenger)
class PassengerAdmin(ReadOnlyAdmin):
    list_display = ("movement", "child", "status", "reason")
    list_select_related = ("movement", "child")
    search_fields = ("movement__reference",)
    needs = IDENTIFYING


@admin.register(SiblingException)
class SiblingExceptionAdmin(ReadOnlyAdmin):
    list_display = ("movement", "child", "reason", "asked_by", "approved_by")
    list_select_related = ("movement", "child", "asked_by", "approved_by")
    needs = IDENTIFYING
