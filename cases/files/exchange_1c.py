"""Reads the text by which banks and 1C exchange payments: 1CClientBankExchange.

Source: the layout that 1C publishes, https://v8.1c.ru/edi/edi_app/bank/, versions 1.01 to 1.03.
"""

from collections.abc import Iterator, Mapping

import pycountry
from django.utils.translation import gettext as _

from cases.files.spreadsheets import CannotReadFile

_FIRST = "1CClientBankExchange"
#: The currency stands in an account of twenty figures.
_ACCOUNT, _OLD_ROUBLE = 20, "810"


def is_one(text: str) -> bool:
    """Return whether a text is such a file."""
    return text.lstrip("\ufeff \r\n").startswith(_FIRST)


def entries(text: str) -> list[list[str]]:
    """Return day, reference, details, sum and currency of each payment.

    Raises ``CannotReadFile`` where the file does not say whose account it is.
    """
    accounts = set(_accounts(text))
    if not accounts:
        raise CannotReadFile(
            _("The file does not name its account (РасчСчет). Export it from the bank again.")
        )
    return [_entry(payment, accounts) for payment in _payments(text)]


def _accounts(text: str) -> Iterator[str]:
    """Yield the accounts that the file is of: those named outside of any payment."""
    inside = False
    for key, value in _pairs(text):
        inside = key == "СекцияДокумент" or (inside and key != "КонецДокумента")
        if key == "РасчСчет" and not inside and value:
            yield value


def _payments(text: str) -> Iterator[dict[str, str]]:
    payment: dict[str, str] | None = None
    for key, value in _pairs(text):
        if key == "СекцияДокумент":
            payment = {}
        elif key == "КонецДокумента" and payment is not None:
            yield payment
            payment = None
        elif payment is not None:
            payment[key] = value


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, _sign, value = line.partition("=")
        yield key.strip(), value.strip()


def _entry(payment: Mapping[str, str], accounts: set[str]) -> list[str]:
    """Return a payment as cells; one that is not of these accounts, or within them, has no sum.

    So it is told: whether it left or came is not known.
    """
    payer = _account(payment, "Плательщик", accounts)
    payee = _account(payment, "Получатель", accounts)
    leaves, comes = payer in accounts, payee in accounts
    amount = payment.get("Сумма", "")
    days = [payment.get("ДатаСписано", ""), payment.get("ДатаПоступило", "")]
    day = days[0] if leaves else days[1] if comes else days[0] or days[1]
    return [
        day,
        payment.get("Номер", ""),
        "\n".join(value for key, value in payment.items() if key.startswith("НазначениеПлатежа")),
        "" if leaves == comes else f"-{amount}" if leaves else amount,
        _currency(payer if leaves else payee),
    ]


def _account(payment: Mapping[str, str], side: str, accounts: set[str]) -> str:
    """Return the account of a side: ours where one of its two is."""
    both = [payment.get(side + "Счет", ""), payment.get(side + "РасчСчет", "")]
    return next((each for each in both if each in accounts), both[0] or both[1])


def _currency(account: str) -> str:
    """Return the currency that an account bears in its sixth to eighth figure; "" if none."""
    number = account[5:8] if len(account) == _ACCOUNT and account.isdecimal() else ""
    currency = pycountry.currencies.get(numeric="643" if number == _OLD_ROUBLE else number)
    return currency.alpha_3 if currency else ""
