"""Who was shown what: the row is written before the page is made; and how much of a case."""

from cases.models import AccessRow, Child, Document, Mother, User


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
    """Record that ``by`` is shown ``page``; when this fails there is no page.

    ``rows`` counts the people on a list or in an export; ``purpose`` is what was stated.
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
