"""A request about a whole family that one person makes and another decides."""

import datetime
from typing import Protocol

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cases.forms.acts import VersionForm
from cases.models import Mother, User
from cases.web.acts import Step, press
from cases.web.gates import StaffRequest, Whose


class Withdraw(Protocol):
    """An act that takes back one's own request."""

    def __call__(
        self, *, mother: Mother, version: int | None, by: User, on: datetime.date
    ) -> Mother: ...


def visible_family(request: StaffRequest, reference: str) -> Mother:
    """Return the family of a reference. Raises ``Http404`` where the reader may not see it."""
    families = Mother.objects.visible_to(request.user).with_names()
    families = families.select_related("agreement", "team")
    mother: Mother = get_object_or_404(families, reference=reference)
    return mother


def whose_family(form: VersionForm[Mother]) -> Whose:
    return {"mother": form.record}


def withdraw_request(
    request: StaffRequest, reference: str, act: Withdraw, *, step: Step
) -> HttpResponse:
    """Take back one's own request, and lead to the family."""

    def withdraw(form: VersionForm[Mother]) -> Mother:
        on = timezone.localdate()
        return act(mother=form.record, by=request.user, on=on, **form.facts())

    return press(
        request,
        withdraw,
        step=step,
        back=reverse("mother", args=[reference]),
        record=lambda: visible_family(request, reference),
        whose=whose_family,
    )
