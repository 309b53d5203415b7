"""A record shared with another authority."""

from cases.models import Sharing
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
