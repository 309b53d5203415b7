"""Reads camt.053, the statement of ISO 20022, in any of its versions.

Source: the message definition of camt.053.001.02 to .11, https://www.iso20022.org.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element  # for its type; what is parsed is checked first

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _

from cases.files.spreadsheets import MOST_ROWS, CannotReadFile, limited, unreadable
from cases.rules.statement_cells import shortest
from cases.rules.statements import NotBooked

#: Of a statement as large as is taken; one of empty elements has more.
MOST_TAGS = 400_000
_OTHERS = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrDbtCdtNtfctn": "camt.054"}


def entries(content: bytes) -> tuple[list[list[str]], tuple[NotBooked, ...]]:
    """Return day, reference, details, sum and currency of each booked entry, and the others.

    An entry of several transactions that say their sums is a row for each. Raises
    ``CannotReadFile``.
    """
    if content.count(b"<") + content.count(b"=") > MOST_TAGS:
        limited([[]] * (MOST_ROWS + 1))
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise CannotReadFile(unreadable()) from problem
    kinds = {_tag(each) for each in root}
    for kind, name in _OTHERS.items():
        if kind in kinds:
            words = _("This is %(kind)s, not a statement. Take camt.053 from the bank.")
            raise CannotReadFile(words % {"kind": name})
    if "BkToCstmrStmt" not in kinds:
        raise CannotReadFile(_("This XML is no bank statement. Take camt.053 from the bank."))
    every = [each for each in root.iter() if _tag(each) == "Ntry"]
    limited([[]] * len(every))
    rows = [row for entry in every if _is_booked(entry) for row in _rows(entry)]
    return rows, tuple(_not_booked(entry for entry in every if not _is_booked(entry)))


def _is_booked(entry: Element) -> bool:
    words = (_text(entry, "Sts"), _text(entry, "Sts", "Cd"), _text(entry, "Sts", "Prtry"), "BOOK")
    return next(filter(None, words)).upper() in ("BOOK", "BOOKED")


def _not_booked(entries: Iterable[Element]) -> Iterator[NotBooked]:
    """Yield what is not booked, of each currency and direction. Raises ``CannotReadFile``."""
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for entry in entries:
        *_cells, signed, currency = _row(entry, [], *_sum(entry))
        try:
            sums[currency, signed[:1]].append(Decimal(signed))
        except InvalidOperation as problem:
            raise CannotReadFile(unreadable()) from problem
    for (currency, _sign), amounts in sums.items():
        yield NotBooked(len(amounts), sum(amounts, Decimal(0)), currency)


def _rows(entry: Element) -> Iterator[list[str]]:
    parts = list(_all(entry, "NtryDtls", "TxDtls"))
    if len(parts) > 1 and _sums_up(entry, parts):
        for part in parts:
            yield _row(entry, [part], *_sum(part))
    else:
        yield _row(entry, parts, *_sum(entry))


def _sums_up(entry: Element, parts: list[Element]) -> bool:
    """Return whether the transactions of an entry say their sums, which come to its own."""
    amount, currency = _sum(entry)
    sums = [_sum(part) for part in parts]
    try:
        return {c for _a, c in sums} == {currency} and sum(Decimal(a) for a, _c in sums) == Decimal(
            amount
        )
    except InvalidOperation:
        return False


def _row(entry: Element, parts: list[Element], amount: str, currency: str) -> list[str]:
    left = next((_text(e, "CdtDbtInd") for e in (*parts[:1], entry) if _text(e, "CdtDbtInd")), "")
    day = next(
        (
            text
            for path in (("ValDt", "Dt"), ("ValDt", "DtTm"), ("BookgDt", "Dt"), ("BookgDt", "DtTm"))
            if (text := _text(entry, *path))
        ),
        "",
    )
    # Without a direction the sum is left out, so that the row is told.
    signed = {"DBIT": f"-{amount}", "CRDT": amount}.get(left, "")
    return [day, _reference(entry, parts), "\n".join(_details(entry, parts)), signed, currency]


def _reference(entry: Element, parts: list[Element]) -> str:
    """Return the bank's reference of the entry, or of its one transaction."""
    own = [_text(part, "Refs", "AcctSvcrRef") for part in parts] if len(parts) == 1 else []
    references = (*own, _text(entry, "AcctSvcrRef"), _text(entry, "NtryRef"))
    return next(filter(None, references), "")


def _details(entry: Element, parts: list[Element]) -> Iterator[str]:
    for part in parts:
        yield from (each.text or "" for each in _all(part, "RmtInf", "Ustrd"))
        yield from (each.text or "" for each in _all(part, "RmtInf", "Strd", "CdtrRefInf", "Ref"))
        yield _text(part, "Refs", "EndToEndId")
        yield _text(part, "AddtlTxInf")
    yield _text(entry, "AddtlNtryInf")


def _sum(of: Element) -> tuple[str, str]:
    """Return a sum and its currency; nothing where a transaction does not say its own."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")):
        amount = next(_all(of, *path), None)
        if amount is not None:
            return shortest((amount.text or "").strip()), amount.get("Ccy", "")
    return "", ""


def _text(of: Element, *path: str) -> str:
    return next(((each.text or "").strip() for each in _all(of, *path)), "")


def _all(of: Element, first: str, *rest: str) -> Iterator[Element]:
    """Yield the elements at a path, in whatever namespace."""
    for each in of:
        if _tag(each) == first:
            if rest:
                yield from _all(each, *rest)
            else:
                yield each


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
