"""A message says in one line what is overdue, whatever the task is called."""

import datetime

import pytest

from cases.models import Message
from cases.pages.messages import message_groups
from cases.queries.messages import ToldMessage
from cases.vocabulary import MessageKind


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("Review the case", "Review the case, due on 1 Mar 2019"),
        ("The request to close needs a decision.", "The request to close needs a decision, due on"),
        ("", "Due on 1 Mar 2019"),
    ],
)
def test_an_overdue_task_is_told_in_one_sentence(task, said):
    noon = datetime.datetime(2019, 3, 2, 12, tzinfo=datetime.UTC)
    message = Message(pk=1, kind=MessageKind.OVERDUE, about="7:2019-03-01", made_at=noon)

    [group] = message_groups([ToldMessage(message, None, "", task, None)])

    assert group.lines[0].text.startswith(said)
