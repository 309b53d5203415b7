"""The page of messages: bounded, and what stands behind is told and can be opened."""

import pytest
from django.urls import reverse

from cases.models import Message
from cases.queries import messages
from cases.vocabulary import Role, Stage
from tests import factories

pytestmark = pytest.mark.django_db


def test_older_unread_messages_are_counted_and_open_once_they_come_up(client, monkeypatch):
    reader = factories.user(Role.CASEWORKER, language="en")
    child = factories.child(Stage.REGISTERED, caseworker=reader)
    with factories.past_the_guards():
        for n in range(3):
            Message.objects.create(to=reader, kind="decision", about=f"verify:{n}", child=child)
    monkeypatch.setattr(messages, "UNREAD_SHOWN", 2)
    client.force_login(reader)

    text = client.get(reverse("messages")).content.decode()
    oldest = reader.messages.order_by("pk").first()
    opened = client.post(reverse("message-open", args=[oldest.pk]))

    assert "1 older unread message comes up" in text
    assert opened.headers["Location"] == child.get_absolute_url()
    assert "older unread" not in client.get(reverse("messages")).content.decode()


@pytest.mark.parametrize("key", ["", "x", "-1", "\u0663", str(2**63), "9" * 5000])
def test_what_is_no_number_of_a_message_is_passed_over(client, key):
    reader = factories.user(Role.CASEWORKER, language="en")
    child = factories.child(Stage.REGISTERED, caseworker=reader)
    with factories.past_the_guards():
        message = Message.objects.create(to=reader, kind="decision", about="verify:1", child=child)
    client.force_login(reader)

    response = client.post(reverse("messages-read"), {"message": [key, message.pk]}, follow=True)

    assert "1 message read." in response.content.decode()
