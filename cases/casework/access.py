"""Rows of access: who opened which page; written before the page is rendered."""

from collections.abc import Iterable

from cases.models import Child, Document, Mother, RefusedAttempt, User
from cases.models.prepared import Statement

#: Written before most pages: by Django's words it takes three times as long.
_SHOWN = Statement("""
INSERT INTO cases_accessrow (by_id, page, child_id, mother_id, document_id, rows, purpose)
VALUES (%(by)s, %(page)s, %(child)s, %(mother)s, %(document)s, %(rows)s, %(purpose)s)
RETURNING id
""")

_SHOWN_TOGETHER = Statement("""
INSERT INTO cases_accessrow (by_id, page, child_id, rows, purpose)
SELECT %(by)s, %(page)s, child, 1, %(purpose)s FROM unnest(%(children)s::bigint[]) AS child
RETURNING id
""")


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
    _SHOWN.tuples(
        by=by.pk,
        page=page,
        child=child and child.pk,
        mother=mother and mother.pk,
        document=document and document.pk,
        rows=rows,
        purpose=purpose,
    )


def shown_together(*, by: User, page: str, children: Iterable[Child], purpose: str = "") -> None:
    """Record that ``by`` is shown each of ``children`` on one page. One query."""
    if keys := [child.pk for child in children]:
        _SHOWN_TOGETHER.tuples(by=by.pk, page=page, children=keys, purpose=purpose)


def refused(*, by: User, page: str, status: int) -> None:
    """Record that ``by`` asked for ``page`` and was not given it; no record is named."""
    RefusedAttempt.objects.create(by=by, page=page, status=status)
