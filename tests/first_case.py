"""The first case of an empty register, by its pages alone, as the guide of deployment tells it.

    python -m tests.first_case USER PASSWORD

The first admin signs in with these; everybody else is made on the admin's pages. It prints how the
case stands at the end. Run by tests/test_guide.py on a database of the guide's own making.
"""

import datetime
import json
import os
import re
import sys
import time
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

os.environ["DJANGO_SETTINGS_MODULE"] = "repatriation.settings"

import django
import pyotp

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.casework.second_factors import secret_of_new  # noqa: E402
from cases.models import (  # noqa: E402
    Agreement,
    Child,
    CriteriaSet,
    Criterion,
    Fee,
    Movement,
    PaymentBatch,
    Requirement,
    Team,
    User,
)
from cases.vocabulary import NeededFor, Role  # noqa: E402
from tests import papers  # noqa: E402
from tests.sent import form_of  # noqa: E402

GIVEN, OWN = "typed by the admin", "a password of one's own"
STAFF = [
    Role.CASEWORKER,
    Role.REVIEWER,
    Role.FINANCE_OFFICER,
    Role.FINANCE_APPROVER,
    Role.TRAVEL_OFFICER,
]
FLIGHT = ("propose", "escort", "lock", "approve", "board", "depart", "arrive")
HOST = settings.ALLOWED_HOSTS[0]
FLOWN = datetime.time(0, 3)


class Person:
    """Somebody of staff, with a browser."""

    def __init__(self, name: str, password: str) -> None:
        self.name, self.browser = name, Client(headers={"host": HOST})
        self.send("/login/", username=name, password=password)
        if User.objects.get(username=name).must_change_password:
            own = {"new_password1": OWN, "new_password2": OWN}
            self.send(reverse("password-change"), old_password=password, **own)
        self._set_factor()

    def _set_factor(self) -> None:
        """Set up an app, as each person does before any other page opens."""
        page = reverse("factor-app")
        token = form_of(self.open(page), holding="token")["token"]
        user = User.objects.get(username=self.name)
        secret = secret_of_new(token[0], user=user)
        self.send(page, token=token, code=pyotp.TOTP(secret).at(timezone.now()))

    def open(self, path: str) -> HttpResponse:
        answer = self.browser.get(path, secure=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.get("Location"))
        return answer

    def send(self, path: str, *, to: str = "", holding: str = "", **typed: Any) -> HttpResponse:
        """Open a page and send its form with what is typed; the answer leads on."""
        page = self.open(path)
        form = form_of(page, action=to) if to else _form(page, [holding] if holding else [*typed])
        form |= {
            name: value if isinstance(value, list) else [value] for name, value in typed.items()
        }
        answer = self.browser.post(to or path, form, secure=True)
        assert answer.status_code == 302, (path, answer.status_code, _complaints(answer))
        return answer

    def may(self, what: str) -> bool:
        """Whether a role of this person has the permission."""
        return User.objects.get(username=self.name).has_perm(f"cases.{what}")

    def act(self, route: str, child: Child, **typed: Any) -> None:
        """Send the form of an act on a case."""
        page = reverse(route, args=[child.reference])
        self.send(page, **typed or {"holding": "version"})

    def file(self, child: Child, kind: str) -> None:
        """File the paper that shows what another person confirms."""
        typed = {"kind": kind, "language": "ar"}
        self.act("child-document-new", child, file=papers.sent(papers.pdf()), **typed)

    def grant(self, child: Child, needed_for: NeededFor) -> None:
        """Record what the agreement asks for an act as granted today."""
        for requirement in Requirement.objects.filter(needed_for=needed_for):
            granted = {"kind": requirement.clearance, "status": "granted", "issued_on": today()}
            self.act("child-clearance", child, number="17", **granted)


def today() -> str:
    return f"{timezone.localdate():%d.%m.%Y}"


def _form(page: HttpResponse, names: list[str]) -> dict[str, list[str]]:
    """Return the form of a page that has one of these fields; an empty choice sends none."""
    for name in names:
        with suppress(AssertionError):
            return form_of(page, holding=name)
    raise AssertionError(f"No form has any of {names}")


def _complaints(answer: HttpResponse) -> list[str]:
    """Return what a page says is wrong with a form."""
    page = answer.content.decode()
    lists = re.findall(r"<(?:ul|p)[^>]*error.*?</(?:ul|p)>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", text).split()) for text in lists] or [page[-3000:]]


def staff(admin: Person) -> dict[Role, Person]:
    """Make an account for each role on the admin's pages; each chooses an own password."""
    people = {}
    for role in STAFF:
        admin.send(
            reverse("admin:cases_user_add"),
            username=f"first-{role}",
            team=str(Team.objects.first().pk) if role == Role.CASEWORKER else "",
            groups=[str(Group.objects.get(name=role).pk)],
            password1=GIVEN,
            password2=GIVEN,
        )
        people[role] = Person(f"first-{role}", GIVEN)
    return people


def agree(admin: Person, people: dict[Role, Person]) -> Agreement:
    """Enter a court and the agreement's criteria; others publish them, approve terms and fee."""
    reviewer = people[Role.REVIEWER]
    agreement = Agreement.objects.get()
    court = reverse("admin:cases_place_add")
    admin.send(court, name="Court of Karkh", kind="court", country=str(agreement.holding_id))
    admin.send(
        reverse("admin:cases_criteriaset_add"),
        holding="number",
        agreement=str(agreement.pk),
        number="1",
        source="A letter of the ministry",
        **{
            "criteria-TOTAL_FORMS": "1",
            "criteria-0-code": "age",
            "criteria-0-position": "1",
            "criteria-0-required": "on",
            "criteria-0-text": "Under 18?",
        },
    )
    criteria = CriteriaSet.objects.get()
    listed = reverse("admin:cases_criteriaset_changelist")
    admin.send(listed, action="ask_to_publish", _selected_action=[str(criteria.pk)])
    reviewer.send(reverse("criteria", args=[agreement.slug, criteria.number]), holding="version")
    decide = reverse("terms-decide", args=[agreement.slug])
    reviewer.send(reverse("terms", args=[agreement.slug]), to=decide, word="approve")
    approver = next(each for each in (*people.values(), admin) if each.may("approve_feeschedule"))
    schedule, approve = (
        reverse(name, args=[agreement.slug]) for name in ("fee-schedule", "fee-schedule-approve")
    )
    approver.send(schedule, to=approve)
    return agreement


def register(caseworker: Person) -> Child:
    caseworker.send(
        reverse("family-new"),
        **{
            "mother-name_family": "Гулнора Назарова",
            "child-0-name_family": "Умар Назаров",
            "child-0-born": "15.03.2017",
            "child-0-sex": "m",
            "register": "1",
        },
    )
    return Child.objects.get()


def clear(people: dict[Role, Person], child: Child) -> None:
    """Bring the case from registered to cleared: two people at each turn, and the fee paid."""
    caseworker, reviewer = people[Role.CASEWORKER], people[Role.REVIEWER]
    caseworker.grant(child, NeededFor.VERIFY)
    caseworker.file(child, "birth")
    reviewer.act("child-verify", child)
    criterion = Criterion.objects.get()
    answer = {f"answer-{criterion.pk}": "yes", "proposed": "eligible"}
    caseworker.act("child-assess", child, proposal_reasons="Papers seen.", **answer)
    assessment = reverse("assessment", args=[child.reference, 1])
    reviewer.send(assessment, decided="eligible", reasons="As proposed.")
    pay(people, child)
    caseworker.act(
        "child-consent",
        child,
        giver_role="mother",
        purpose="repatriation",
        decision="given",
        decided_on=today(),
        method="signed",
    )
    consent = {"consent": str(child.consents.get().pk)}
    reviewer.act("child-verify-consent", child, without_paper="Said before us.", **consent)
    caseworker.grant(child, NeededFor.CLEAR)
    caseworker.act("child-clear", child)


def pay(people: dict[Role, Person], child: Child) -> None:
    finance, approver = people[Role.FINANCE_OFFICER], people[Role.FINANCE_APPROVER]
    fee = Fee.objects.get(child=child)
    finance.send(reverse("fees"), to=reverse("batch-new"), fee=[str(fee.pk)])
    batch = PaymentBatch.objects.get()

    def press(person: Person, act: str, **typed: str) -> None:
        to = reverse(f"batch-{act}", args=[batch.reference])
        person.send(batch.get_absolute_url(), to=to, **typed)

    press(finance, "submit")
    press(approver, "approve")
    press(finance, "transfer", bank_reference="TRF-1", value_date=today())
    taken = {f"take-{fee.pk}": "on", "received_on": today()}
    press(finance, "receipt", number="R-1", authority="Court of Karkh", **taken)


def bring_home(people: dict[Role, Person], child: Child) -> None:
    travel, reviewer = people[Role.TRAVEL_OFFICER], people[Role.REVIEWER]
    # Each time is of its place; the shortest flight there is, just over, and nobody departs on the
    # day before: in the first minutes of a day it waits.
    while timezone.localtime().time() < FLOWN:
        time.sleep(1)
    came = timezone.localtime() - datetime.timedelta(minutes=1)
    left = (came - datetime.timedelta(minutes=1)).astimezone(ZoneInfo("Asia/Baghdad"))
    travel.send(
        reverse("movement-new"),
        origin="Baghdad International Airport, Iraq",
        destination="Dushanbe Airport",
        departs_on=f"{left:%d.%m.%Y}",
        departs_time=f"{left:%H:%M}",
        arrives_on=f"{came:%d.%m.%Y}",
        arrives_time=f"{came:%H:%M}",
        carrier="Somon Air",
        number="SZ 100",
        seats="4",
    )
    flight = Movement.objects.get()
    pages = {act: reverse(f"movement-{act}", args=[flight.reference]) for act in FLIGHT}
    travel.send(pages["propose"], holding="version", child=[child.reference])
    travel.send(flight.get_absolute_url(), to=pages["escort"], name="Zarina Saidova")
    travel.send(pages["lock"], holding="version")
    reviewer.send(pages["approve"], holding="version", word="approve")
    people[Role.CASEWORKER].grant(child, NeededFor.DEPART)
    travel.send(flight.get_absolute_url(), to=pages["board"])
    travel.send(pages["depart"], day=f"{left:%d.%m.%Y}", time=f"{left:%H:%M}")
    travel.send(pages["arrive"], day=f"{came:%d.%m.%Y}", time=f"{came:%H:%M}")


def close(people: dict[Role, Person], child: Child) -> None:
    caseworker, reviewer = people[Role.CASEWORKER], people[Role.REVIEWER]
    caseworker.act(
        "child-handover",
        child,
        paper="H-17",
        signed_on=today(),
        handed_by="Ministry",
        received_by="Child Rights Unit",
    )
    caseworker.act("child-place", child, kind="relative", caregiver_name="Раҳим Каримов")
    caseworker.act("child-close", child, reason="completed", note="The unit visits them.")
    reviewer.act("child-approve-closing", child, holding="version", word="approve")


def main(name: str, password: str) -> None:
    admin = Person(name, password)
    people = staff(admin)
    agree(admin, people)
    child = register(people[Role.CASEWORKER])
    clear(people, child)
    bring_home(people, child)
    close(people, child)
    child.refresh_from_db()
    sys.stdout.write(json.dumps({"stage": child.stage, "reason": child.closed_reason}))


if __name__ == "__main__":
    main(*sys.argv[1:])
