"""What an act on a whole list says of the children for whom it was not done."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.queries.bulk import Skipped


def with_skipped(done: str, skipped: Iterable[Skipped]) -> str:
    """Return what was done, and each child who was skipped with the reason."""
    lines = [f"{one.child.reference}: {one.why.rstrip('.')}" for one in skipped]
    return f"{done} {_('Skipped:')} {'; '.join(lines)}." if lines else done
