"""How the buttons of a movement are pressed."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Movement


def send(client: Client, name: str, flight: Movement, *more: Any, **typed: Any) -> HttpResponse:
    """Send a form to an address of ``flight``, and read the movement again."""
    answer = client.post(reverse(name, args=[flight.reference, *more]), typed)
    flight.refresh_from_db()
    return answer
