"""Who was shown what: the row is written before the page is made."""

from cases.models import AccessRow, Child, Mother, User


def shown(
    *,
    by: User,
    page: str,
    child: Child | None = None,
    mother: Mother | None = None,
    rows: int = 1,
) -> None:
    """Record that ``by`` is shown ``page``; when this fails there is no page.

    ``rows`` counts the people on a list or in an export.
    Source: security page, threat 3.
    """
    AccessRow.objects.create(by=by, page=page, child=child, mother=mother, rows=rows)
