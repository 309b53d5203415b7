"""Documents on file."""

from cases.models import Document
from tests import factories
from tests.acts.example import Example, example


@example("document-withdraw")
def _() -> Example:
    child = factories.child()
    document = factories.document(child)
    rows = Document.objects.filter(withdrawn_at__isnull=False)
    return Example((document.stored_as,), {"reason": "wrong_file"}, rows, child=child)
