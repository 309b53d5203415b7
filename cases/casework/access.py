"""Rows of access: who opened which page; written before the page is rendered."""

from cases.models import AccessRow, Child, Document, Mother, RefusedAttempt, User


def shown(
    *,
    by: User,
    page: str,
    child: Child | None = None,
    mother: Mother | None = None,
    document: Document | None = None,
    rows: int = 1,
    purpose: str = "",
) -> None:
    """Record that ``by`` is shown ``page``; if this fails, the page is not sent.

    ``rows`` counts the people on a list or in an export; ``purpose`` is the reason given.
    Source: security page, threat 3.
    """
    AccessRow.objects.create(
        by=by,
        page=page,
        child=child,
        mother=mother,
        document=document,
        rows=rows,
        purpose=purpose,
    )


def refused(*, by: User, page: str, status: int) -> None:
    """Record that ``by`` asked for ``page`` and was not given it; no record is named."""
    RefusedAttempt.objects.create(by=by, page=page, status=status)
