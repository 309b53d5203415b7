"""What waits for a second person: whose it is, and how much of it is shown."""

import datetime

import pytest
from django.contrib.auth.models import Group

from cases.casework import batches
from cases.models import CriteriaSet
from cases.pages.review_kinds import PAGES, SECTION_OF
from cases.queries import reviews
from cases.queries.waiting_kinds import KINDS
from cases.queries.waiting_rows import Kind, Of, Reading
from cases.vocabulary import BatchStatus, Role, Stage
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db


def queues(user):
    return {queue.kind: queue for queue in reviews.waiting_for(user, on=DAY)}


def officer_and_approver():
    user = factories.user(Role.FINANCE_OFFICER)
    user.groups.add(Group.objects.get(name=Role.FINANCE_APPROVER))
    return user


def own_of(batch, user):
    (line,) = queues(user)[Kind.BATCH].lines
    assert line.about == (batch.reference,)
    return line.own


def test_batch_is_own_to_who_prepared_and_to_who_submitted_it():
    preparer, submitter = officer_and_approver(), officer_and_approver()
    batch = factories.batch(by=preparer)
    batches.submit(batch=batch, version=batch.version, by=submitter)

    assert own_of(batch, preparer)
    assert own_of(batch, submitter)
    assert not own_of(batch, factories.user(Role.FINANCE_APPROVER))


def test_batch_of_one_person_is_own_to_nobody_else():
    officer = officer_and_approver()
    batch = factories.batch(BatchStatus.SUBMITTED, by=officer)

    assert own_of(batch, officer)
    assert not own_of(batch, factories.user(Role.FINANCE_APPROVER))


@pytest.mark.parametrize(("waiting", "lines", "more"), [(25, 25, False), (26, 25, True)])
def test_more_is_told_only_of_lines_that_are_not_shown(waiting, lines, more):
    admin = factories.user(Role.ADMIN)
    asked_at = datetime.datetime(2019, 3, 1, tzinfo=datetime.UTC)
    CriteriaSet.objects.bulk_create(
        CriteriaSet(
            agreement=factories.agreement(),
            number=number,
            source="Test",
            publish_asked_by=admin,
            publish_asked_at=asked_at + datetime.timedelta(days=number),
        )
        for number in range(2, 2 + waiting)
    )

    queue = queues(factories.user(Role.REVIEWER))[Kind.CRITERIA]

    assert [line.about[1] for line in queue.lines] == list(range(2, 2 + lines))
    assert queue.more is more


def test_older_requests_of_ones_own_hide_none_that_can_be_decided():
    user = officer_and_approver()
    for _ in range(26):
        factories.batch(BatchStatus.SUBMITTED, by=user)
    other = factories.batch(BatchStatus.SUBMITTED)

    first, *others = queues(user)[Kind.BATCH].lines

    assert (first.about, first.open) == ((other.reference,), True)
    assert all(line.own for line in others)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.FINANCE_APPROVER, Role.ADMIN])
def test_every_kind_of_which_anything_waits_is_read_and_no_other(role):
    factories.batch(BatchStatus.SUBMITTED)
    factories.assess(factories.child(Stage.VERIFIED))
    factories.consent(factories.child(), verified=False)
    user, one, two = factories.user(role), factories.agreement(), factories.second_agreement()

    for agreement in (None, one, two):
        waiting = {
            kind
            for kind, rows in KINDS.items()
            if user.has_perm(rows.permission) and [*rows.lines(user, Of(agreement), Reading())]
        }
        read = {queue.kind for queue in reviews.waiting_for(user, on=DAY, of=Of(agreement))}
        assert read - {Kind.VERIFY} == waiting
        assert bool(waiting) == (agreement != two and role != Role.ADMIN)


def test_each_kind_has_a_page_and_stands_in_a_section():
    assert set(PAGES) == set(SECTION_OF) == set(Kind)
