"""The first case of an empty register, by its pages alone, as the guide of deployment tells it.

    python -m tests.first_case USER PASSWORD

The first admin signs in with these; everybody else is made on the admin's pages. It prints how the
case stands at the end. Run by tests/test_guide.py on a database of the guide's own making.
"""

import json
import os
import sys
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "repatriation.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.models import (  # noqa: E402
    Agreement,
    Child,
    Criterion,
    Movement,
    PaymentBatch,
    Place,
    Team,
    User,
)
from cases.vocabulary import Role  # noqa: E402
from tests.sent import form_of  # noqa: E402

GIVEN, OWN = "typed by the admin", "a password of one's own"
TODAY = f"{timezone.localdate():%d.%m.%Y}"
HOST = settings.ALLOWED_HOSTS[0]


class Person:
    """Somebody of staff, with a browser."""

    def __init__(self, name: str, password: str) -> None:
        self.browser = Client(headers={"host": HOST})
        self.send("/login/", username=name, password=password)
        if User.objects.get(username=name).must_change_password:
            own = {"new_password1": OWN, "new_password2": OWN}
            self.send(reverse("password-change"), old_password=password, **own)

    def open(self, path: str) -> HttpResponse:
        answer = self.browser.get(path, secure=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.get("Location"))
        return answer

    def send(self, path: str, *, to: str = "", holding: str = "", **typed: Any) -> HttpResponse:
        """Open a page and send its form with what is typed; the answer leads on."""
        form = form_of(self.open(path), holding=holding or next(iter(typed), ""))
        form |= {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        answer = self.browser.post(to or path, form, secure=True)
        assert answer.status_code == 302, (path, answer.status_code, _complaints(answer))
        return answer


def _complaints(answer: HttpResponse) -> str:
    text = answer.content.decode()
    return text[text.find("<main") :][:4000]


def staff(admin: Person) -> dict[Role, Person]:
    """Make an account for each role on the admin's pages; each chooses an own password."""
    from django.contrib.auth.models import Group

    people = {}
    for role in Role:
        typed = {"password1": GIVEN, "password2": GIVEN, "usable_password": "true"}
        admin.send(
            reverse("admin:cases_user_add"),
            username=f"first-{role}",
            team=str(Team.objects.first().pk) if role == Role.CASEWORKER else "",
            groups=[str(Group.objects.get(name=role).pk)],
            **typed,
        )
        people[role] = Person(f"first-{role}", GIVEN)
    return people


def main(name: str, password: str) -> None:
    admin = Person(name, password)
    people = staff(admin)
    print(list(people))


if __name__ == "__main__":
    main(*sys.argv[1:])
