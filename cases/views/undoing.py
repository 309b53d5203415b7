"""A person takes back the last thing that was done to a case."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.casework.undoing import undo
from cases.forms.acts import TodayForm
from cases.models import Child
from cases.pages.journal import timeline
from cases.queries.journal import last_entry
from cases.views.steps import Step, take_step
from cases.vocabulary import Act
from cases.web.gates import StaffRequest, gate


@require_http_methods(["GET", "POST"])
@gate("cases.move_case", "cases.work_case", "cases.verify_child")
def child_undo(request: StaffRequest, reference: str) -> HttpResponse:
    step = Step(
        Act.UNDO,
        gettext_lazy("Undo the last step"),
        gettext_lazy("Undo"),
        gettext_lazy("Undone. The case is as it was before; the journal keeps both."),
        gettext_lazy(
            "The case goes back to how it was. The journal keeps what was done and undone."
        ),
        facts=_undone,
    )
    return take_step(request, reference, step, TodayForm, undo)


def _undone(child: Child) -> list[dict[str, Any]]:
    return [
        {"label": row.title, "value": row.text or row.when, "alt": str(row.by)}
        for row in timeline([last_entry(child)])
    ]
