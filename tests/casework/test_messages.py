"""Messages: to whom, once, by mail without anything of a child, lost with the permission."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.casework import cases, hearings, journal, messages, task_acts
from cases.casework.acting import acting, command
from cases.models import Message, Team, User
from cases.vocabulary import Act, ClearanceKind, MessageKind, Reason, Role, Stage
from tests import clock, factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SENDS_MAIL = True


@pytest.fixture
def caseworker():
    return factories.user(Role.CASEWORKER, email="desk@ministry.example", language="en")


def _send() -> int:
    with command("send_messages"):
        return messages.mail_waiting(at=timezone.now())


def _hearings(caseworker, n: int):
    children = [factories.child(caseworker=caseworker) for _ in range(n)]
    for child in children:
        factories.hearing(child, scheduled_on=clock.tomorrow())
    return children


def _kinds(person: User) -> list[str]:
    return sorted(person.messages.values_list("kind", flat=True))


def test_hearing_is_told_once_and_mailed_once_without_anything_of_the_child(caseworker, client):
    (child,) = _hearings(caseworker, 1)

    messages.remind(on=clock.today())
    messages.remind(on=clock.today())
    messages.remind(on=clock.tomorrow())
    sent = (_send(), _send())

    [message] = caseworker.messages.filter(kind=MessageKind.HEARING)
    [letter] = mail.outbox
    text = letter.subject + letter.body
    assert (sent, letter.to) == ((1, 0), ["desk@ministry.example"])
    assert "1 hearing is close." in text
    assert [
        word
        for word in (child.reference, child.person.name, str(clock.tomorrow().year))
        if word in text
    ] == []
    assert letter.extra_headers["Message-ID"].startswith(f"<{message.mail}@")


def test_mail_that_was_not_handed_over_goes_later_as_the_same_mail(caseworker, monkeypatch):
    _hearings(caseworker, 1)
    messages.remind(on=clock.today())
    letters = []

    def killed(self, *args, **kwargs):
        letters.append(self.extra_headers["Message-ID"])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", killed)
        with pytest.raises(KeyboardInterrupt):
            _send()
    sent = (_send(), _send())

    assert sent == (1, 0)
    assert [each.extra_headers["Message-ID"] for each in mail.outbox] == letters


def test_an_address_that_is_refused_holds_up_nobody_and_adds_no_line(caseworker):
    others = [factories.user(Role.CASEWORKER, email=f"{n}@ministry.example") for n in "ab"]
    spoilt = factories.user(Role.CASEWORKER, email="x@ministry.example\nBcc: y@elsewhere.example")
    for person in (caseworker, spoilt, *others):
        _hearings(person, 1)
    messages.remind(on=clock.today())

    sent = (_send(), _send())

    people = (caseworker, *others)
    assert sent == (3, 0)
    assert {to for each in mail.outbox for to in each.to} == {person.email for person in people}


@pytest.mark.parametrize("by_mail", [True, False])
def test_message_that_somebody_wrote_first_goes_by_mail_all_the_same(caseworker, by_mail):
    (child,) = _hearings(caseworker, 1)
    hearing = child.hearings.get()
    first = Message(to=caseworker, kind=MessageKind.HEARING, child=child, by_mail=by_mail)
    first.about = f"{hearing.pk}:{hearing.scheduled_on}"
    Message.objects.bulk_create([first])

    messages.remind(on=clock.today())
    sent = _send()

    assert (sent, caseworker.messages.count()) == (1, 1)


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("hearing", "{hearing}:{later}"),
        ("hearing", "{hearing}:{today}"),
        ("hearing", "999:{tomorrow}"),
        ("overdue", "{task}:{tomorrow}"),
        ("overdue", "{task}:{past}"),
        ("overdue", "999:{past}"),
        ("returned", "return:999"),
        ("decision", "verify:{entry}"),
        ("decision", "list:1:3"),
        ("cases", "to:00000000-0000-4000-8000-000000000000:3"),
        ("password", "unknown:{tomorrow}"),
        ("password", "{account}:{today}"),
    ],
)
def test_no_message_stands_before_what_it_tells_of(caseworker, kind, about):
    (child,) = _hearings(caseworker, 1)
    task = task_acts.add(
        child=child, by=caseworker, text="Call.", due_on=clock.tomorrow(), assigned_to=caseworker
    )
    days = {"past": -1, "today": 0, "tomorrow": 1, "later": 2}
    told = about.format(
        hearing=child.hearings.get().pk,
        task=task.pk,
        entry=child.journal.latest("pk").pk,
        account=caseworker.pk,
        **{name: clock.today() + datetime.timedelta(days=n) for name, n in days.items()},
    )
    of = (
        {} if told.startswith(("list", "to", "unknown")) or kind == "password" else {"child": child}
    )

    with pytest.raises(IntegrityError, match="A message tells of a record"), transaction.atomic():
        Message.objects.create(to=caseworker, kind=kind, about=told, **of)


def test_what_is_rolled_back_is_neither_told_nor_mailed(caseworker):
    _hearings(caseworker, 1)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        messages.remind(on=clock.today())
        raise ZeroDivisionError

    assert (_kinds(caseworker), _send()) == ([], 0)


def test_ended_account_gets_nothing(caseworker):
    _hearings(caseworker, 1)
    messages.remind(on=clock.today())
    User.objects.filter(pk=caseworker.pk).update(is_active=False)

    sent = _send()
    messages.remind(on=clock.tomorrow())

    assert (sent, caseworker.messages.filter(kind=MessageKind.HEARING).count()) == (0, 1)


def test_preferences_are_of_one_person_and_one_kind(caseworker):
    _hearings(caseworker, 1)
    caseworker.muted, caseworker.unmailed = ["overdue"], ["hearing"]
    caseworker.save()
    other = factories.user(Role.CASEWORKER)

    messages.remind(on=clock.today())

    assert (_kinds(caseworker), _kinds(other), _send()) == (["hearing"], [], 0)


def test_decision_and_what_is_sent_back_are_told_to_the_caseworker_alone(caseworker):
    child = factories.child(Stage.REGISTERED, caseworker=caseworker)

    factories.grant(child, ClearanceKind.IDENTITY)
    child.refresh_from_db()
    reviewer = factories.user(Role.REVIEWER)
    day = clock.today()
    cases.verify(child=child, version=child.version, by=reviewer, on=day, **factories.SEEN)

    [message] = caseworker.messages.filter(kind=MessageKind.DECISION)
    assert message.about.startswith("verify:")
    assert not Message.objects.filter(kind=MessageKind.DECISION).exclude(to=caseworker).exists()


def test_reminder_is_settled_by_what_it_reminds_of(caseworker, client):
    held, other, overdue, moved, answered = (
        factories.child(caseworker=caseworker) for _ in "abcde"
    )
    reviewer, today = factories.user(Role.REVIEWER), clock.today()
    past = today - datetime.timedelta(days=1)
    hearing, _still_open = (factories.hearing(one, scheduled_on=today) for one in (held, other))
    done, given = (
        task_acts.add(child=one, by=caseworker, text="Call.", due_on=past, assigned_to=caseworker)
        for one in (overdue, moved)
    )
    journal.record(answered, act=Act.RETURN, by=reviewer, on=today, reason=Reason.OTHER)
    messages.remind(on=today)
    told = caseworker.messages.filter(kind__in=["hearing", "overdue", "returned"])
    about = told.filter(child__in=[held, other, overdue, moved, answered])
    before = about.unread().count()

    hearings.cancel(hearing=hearing, version=hearing.version, by=caseworker, on=today)
    task_acts.tick(task=done, by=caseworker)
    task_acts.reassign(task=given, version=given.version, by=reviewer, to=reviewer)
    journal.record(answered, act=Act.EDIT, by=caseworker, on=today)

    client.force_login(caseworker)
    page = client.get(reverse("messages"))
    letters = (_send(), mail.outbox[0].body)
    left = set(about.unread().values_list("child", "kind"))
    assert (before, left & {(other.pk, "hearing")}) == (5, {(other.pk, "hearing")})
    assert {pk for pk, _kind in left} & {held.pk, overdue.pk, moved.pk, answered.pk} == set()
    assert page.context["frame"].top.unread == caseworker.messages.unread().count()
    assert page.content.decode().count("· settled") == 4
    assert "1 hearing is close." in letters[1]
    assert "sent back" not in letters[1]


def test_list_counts_groups_opens_and_tells_nothing_of_what_is_lost(caseworker, client):
    children = _hearings(caseworker, 3)
    messages.remind(on=clock.today())
    client.force_login(caseworker)
    unread = caseworker.messages.filter(read_at=None).count()

    page = client.get(reverse("messages"))
    own = caseworker.messages.get(kind="hearing", child=children[0])
    opened = client.post(reverse("message-open", args=[own.pk]))
    with acting(factories.user(Role.ADMIN)):
        elsewhere = Team.objects.create(name="Another desk")
        User.objects.filter(pk=caseworker.pk).update(team=elsewhere)
    mother = children[1].mother
    with factories.past_the_guards():
        type(children[1]).objects.filter(pk=children[1].pk).update(caseworker=None)
    later = client.get(reverse("messages")).content.decode()

    hearings = next(group for group in page.context["groups"] if group.kind == "hearing")
    assert (page.context["frame"].top.unread, hearings.unread, len(hearings.lines)) == (
        unread,
        3,
        3,
    )
    assert opened.url == children[0].get_absolute_url()
    assert f'{unread - 1}<span class="vh"> unread' in later
    assert "It is about a case that you may no longer see." in later
    assert [word for word in (children[1].reference, mother.reference) if word in later] == []
    assert children[0].reference in later


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_as_often_for_many(caseworker, client, django_assert_num_queries, rows):
    _hearings(caseworker, rows)
    messages.remind(on=clock.today())
    client.force_login(caseworker)
    client.get(reverse("messages"))

    with django_assert_num_queries(7):
        page = client.get(reverse("messages"))

    assert page.status_code == 200


def test_message_of_another_is_like_none(caseworker, client):
    _hearings(caseworker, 1)
    messages.remind(on=clock.today())
    client.force_login(factories.user(Role.CASEWORKER))
    keys = list(caseworker.messages.values_list("pk", flat=True))

    opened = client.post(reverse("message-open", args=[keys[0]]))
    client.post(reverse("messages-read"), {"message": keys})

    assert opened.status_code == 404
    assert not Message.objects.filter(read_at__isnull=False).exists()


def test_forgotten_password_is_told_alike_for_every_name(client, django_assert_num_queries):
    admin = factories.user(Role.ADMIN)
    known = factories.user(Role.CASEWORKER)
    pages, counts = [], []

    for name in (known.username, "nobody", known.username.upper()):
        with django_assert_num_queries(4) as asked:
            pages.append(client.post(reverse("forgotten"), {"username": name}).content.decode())
        counts.append(len(asked))

    told = [(each.account, each.kind) for each in admin.messages.order_by("pk")]
    marks = [page.partition("<main")[2] for page in pages]
    assert told == [(known, "password"), (None, "password")]
    assert marks[0] == marks[1] == marks[2]
    assert len(set(counts)) == 1
    assert not known.messages.exists()
