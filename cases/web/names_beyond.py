"""Names outside the own team: lists and search say them once a purpose is stated, for a session.

The one place is the answer of the list, as for names that are hidden altogether (decision 0148).
Source: security page, section 2, "W"; decision 0166.
"""

import re
from functools import wraps
from typing import Any

from django.http.response import HttpResponse, HttpResponseBase

from cases.forms.purposes import PurposeForm
from cases.models import User
from cases.queries.access import sees_beyond
from cases.queries.hidden_words import words_beyond
from cases.web.gates import STATED_FOR_LISTS, StaffRequest, View
from cases.web.hidden_names import references_in, without, words_in

#: What the forms of the notice call the purpose: a form of search has other fields.
FIELD = "list_purpose"
#: A row of a table, or a line of suggestions: what is said there is of its own case numbers.
_ROW = re.compile(r'(<tr\b.*?</tr>|<a role="option".*?</a>)', re.DOTALL)


def state(request: StaffRequest) -> None:
    """Keep for this session why lists say the names outside the own team, if it is posted."""
    if FIELD not in request.POST:
        return
    form = PurposeForm({"purpose": request.POST[FIELD]})
    if sees_beyond(request.user) and form.is_valid():
        request.session[STATED_FOR_LISTS] = form.cleaned_data["purpose"]


def is_wanted(request: StaffRequest) -> bool:
    """Tell whether this reader sees names outside the own team, and has not said why."""
    return sees_beyond(request.user) and not request.session.get(STATED_FOR_LISTS)


def names_for_a_purpose(view: View) -> View:
    """Let a list say the names outside the own team to whoever has said why."""

    @wraps(view)
    def said(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state(request)
        vars(request)["names_wanted"] = wanted = is_wanted(request)
        response = view(request, *args, **kwargs)
        if wanted and isinstance(response, HttpResponse) and response.content:
            response.content = _without_names_beyond(response.content.decode(), request.user)
        return response

    return said


def _without_names_beyond(text: str, by: User) -> str:
    """Leave out in each row the names of its own case numbers, and all of them between rows."""
    words = words_beyond(references_in(text), by=by)
    everybody = set().union(*words.values())

    def cut(part: str) -> str:
        numbers = references_in(part) if _ROW.match(part) else set()
        if numbers:
            names = set().union(*(words.get(each, set()) for each in numbers))
        else:
            names = everybody & words_in(part)  # most of a page says none
        return without(part, names) if names else part

    return "".join(map(cut, _ROW.split(text)))
