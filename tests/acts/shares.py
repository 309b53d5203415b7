"""What leaves the register: a shared record, totals for outside, access keys."""

import datetime

from django.utils import timezone

from cases.models import AccessKey, OutsideTotals, Sharing
from cases.rules.outside import month_ends
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import Example, example


@example("share-ask")
def _() -> Example:
    child = factories.child()
    typed = {
        "authority": "Court of Karkh",
        "country": child.agreement.holding_id,
        "basis": "Article 12",
        "parts": ["identity"],
        "purpose": "To give an exit permit",
    }
    return Example((child.reference,), typed, child.shares.all(), child=child)


@example("share-decide")
def _() -> Example:
    share = factories.share(factories.child())
    rows = Sharing.objects.filter(approved_by__isnull=False)
    typed = {"version": 1, "word": "approve", "answer": "The court ordered it."}
    return Example((share.child.reference, share.pk), typed, rows, child=share.child)


@example("share-withdraw")
def _() -> Example:
    share = factories.share(factories.child())
    rows = Sharing.objects.filter(dropped_by=share.asked_by)
    args = (share.child.reference, share.pk)
    return Example(args, {"version": 1}, rows, by=share.asked_by, child=share.child)


@example("outside-propose")
def _() -> Example:
    made = factories.agreement()
    typed = {"as_of": month_ends(timezone.localdate(), 1)[0].isoformat(), "with_further": "on"}
    return Example((made.slug,), typed, made.outside.all())


@example("outside-approve")
def _() -> Example:
    totals = factories.outside_totals(factories.agreement())
    rows = OutsideTotals.objects.approved()
    return Example((totals.agreement.slug, totals.pk), {"version": 1}, rows)


@example("outside-drop")
def _() -> Example:
    totals = factories.outside_totals(factories.agreement())
    rows = OutsideTotals.objects.filter(dropped_by__isnull=False)
    return Example((totals.agreement.slug, totals.pk), {"version": 1}, rows)


@example("access-key-give")
def _() -> Example:
    day = timezone.localdate() + datetime.timedelta(days=30)
    typed = {"client": "A ministry abroad", "scope": "all", "good_until": f"{day:%d.%m.%Y}"}
    return Example((), typed, AccessKey.objects.all(), who=Role.ADMIN)


@example("access-key-end")
def _() -> Example:
    key, _words = factories.access_key()
    rows = AccessKey.objects.filter(ended_by__isnull=False)
    return Example((key.pk,), {"version": 1}, rows)
