"""The postings of one agreement or all of them, as rows of a file."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cases.figures.postings import Leg
from cases.kept import said
from cases.vocabulary import Account, Posted


def titles() -> list[str]:
    heads = [_("Posting"), _("Date"), _("Account"), _("Name of the account"), _("Debit")]
    heads += [_("Credit"), _("Currency"), _("Child"), _("Payment batch"), _("Bank reference")]
    return [*heads, _("Agreement"), _("Text")]


def cells(legs: Iterable[Leg]) -> Iterator[tuple[object, ...]]:
    """Return the cells of each leg; what is in the reader's language is said at once."""
    accounts, texts = ({word: str(word.label) for word in words} for words in (Account, Posted))
    return (
        (
            *(leg.posting, leg.day, leg.account.value, accounts[leg.account]),
            *(leg.debit, leg.credit, leg.currency, leg.child, leg.batch, leg.bank_reference),
            *(said(leg.agreement), texts[leg.posted]),
        )
        for leg in legs
    )
