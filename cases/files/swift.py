"""Reads MT940, the statement of SWIFT, by the library mt-940."""

import re
from typing import cast

import mt940
from django.utils.translation import gettext as _

from cases.files.spreadsheets import CannotReadFile
from cases.rules.statement_cells import shortest

#: Details that the library takes apart, in the order of the message.
_DETAILS = (
    *("transaction_details", "purpose", "additional_purpose", "extra_details"),
    *("end_to_end_reference", "customer_reference", "pieces"),
)
#: Day, direction, perhaps a letter of the currency, a sum with a comma, and the kind. The library
#: reads 8 of "8.000,00", and 8000 of "8000.00".
_TRANSACTION = re.compile(
    r":61:\d\d(?:0[1-9]|1[0-2])[0-3]\d(?:\d{4})?R?[CD][A-Z]?\s*\d+(?:,\d{0,3})?[A-Z]"
)


def is_one(text: str) -> bool:
    """Return whether a text is a message with the fields of a statement."""
    return re.search(r"^:20:", text, re.MULTILINE) is not None


def checked(text: str) -> str:
    """Return a text that is MT940.

    Raises ``CannotReadFile`` for a report within the day, and for a transaction that is written
    otherwise.
    """
    if re.search(r"^:(?:34F|13D):", text, re.MULTILINE) and not re.search(
        r"^:60[FM]:", text, re.MULTILINE
    ):
        raise CannotReadFile(
            _("This is MT942, a report within the day. Take the statement, MT940, from the bank.")
        )
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(":61:") and not _TRANSACTION.match(line):
            raise CannotReadFile(
                _(
                    "Line %(line)s of the file is not as MT940 has it. Export the statement from "
                    "the bank again."
                )
                % {"line": number}
            )
    return text


def entries(content: bytes) -> list[list[str]]:
    """Return day, reference, details, sum and currency of each transaction."""
    read = mt940.models.Transactions.DEFAULT_PROCESSORS["post_transaction_details"]
    processors = {"post_transaction_details": [_with_pieces, *read]}
    transactions = mt940.parse(content.decode(), processors=processors)
    return [_entry(transaction.data) for transaction in transactions]


def _with_pieces(
    _transactions: object, _tag: object, tag_dict: dict[str, str], result: dict[str, object]
) -> dict[str, object]:
    """Keep the numbered pieces of the details apart, too.

    The library joins them: a word may go on in the next piece, or another begin there.
    """
    purposes = re.findall(r"\?(?:2\d|6[0-5])([^?]*)", tag_dict["transaction_details"])
    return {**result, "pieces": "\n".join(purposes)}


def _entry(data: dict[str, object]) -> list[str]:
    references = (str(data.get(f"{whose}_reference") or "") for whose in ("bank", "customer"))
    amount = cast("mt940.models.Amount", data["amount"])
    # A credit taken back (RC) leaves the account, though the library signs debits alone.
    signed = -amount.amount if data.get("status") == "RC" else amount.amount
    return [
        str(data["date"]),
        next((each for each in references if each and each != "NONREF"), ""),
        "\n".join(str(data[key]) for key in _DETAILS if data.get(key)),
        shortest(str(signed)),
        str(amount.currency),
    ]
