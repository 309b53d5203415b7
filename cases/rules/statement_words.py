"""Words in which banks head the columns of a statement and name its rows, in four languages."""

import re
import unicodedata
from enum import StrEnum

from cases.rules.currencies import MINOR_UNITS


class BankColumn(StrEnum):
    """What a column of a statement holds."""

    VALUE_DATE = "value_date"
    BANK_REFERENCE = "bank_reference"
    DETAILS = "details"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    DIRECTION = "direction"
    CURRENCY = "currency"
    RATE = "rate"


#: What a heading may be, in English, Russian and Tajik, as the page describes the layout.
HEADINGS: dict[BankColumn, tuple[str, ...]] = {
    BankColumn.VALUE_DATE: ("Value date", "Дата валютирования", "Санаи арзиш"),
    BankColumn.BANK_REFERENCE: ("Bank reference", "Номер операции в банке", "Рақами амалиёт"),
    BankColumn.DETAILS: ("Details", "Назначение платежа", "Таъиноти пардохт"),
    BankColumn.AMOUNT: ("Amount", "Сумма", "Маблағ"),
    BankColumn.DEBIT: ("Debit", "Дебет", "Дебет"),
    BankColumn.CREDIT: ("Credit", "Кредит", "Кредит"),
    BankColumn.DIRECTION: ("Debit/credit", "Дебет/кредит", "Дебет/кредит"),
    BankColumn.CURRENCY: ("Currency", "Валюта", "Асъор"),
    BankColumn.RATE: ("Rate", "Курс", "Қурб"),
}
#: What else banks write, the nearest meaning first.
_ALSO: dict[BankColumn, str] = {
    BankColumn.VALUE_DATE: (
        "valuta date|date of value|дата вал|booking date|posting date|transaction date|entry date|"
        "дата пров|date of transaction|process date|дата проводки|дата проведения|дата операции|"
        "дата транзакции|дата исполнения|дата списания/зачисления|дата и время|дата документа|"
        "санаи амалиёт|санаи гузаронидан|санаи пардохт|date|дата|сана|рӯз|"
        "تاريخ القيمة|تاريخ الاستحقاق|تاريخ العملية|تاريخ القيد|التاريخ|تاريخ"
    ),
    BankColumn.BANK_REFERENCE: (
        "банковский номер|bank ref|reference number|reference no|transaction reference|reference|"
        "ref|ref no|transaction id|референс|референс операции|номер операции|номер транзакции|"
        "№ операции|id операции|референс банка|рақами ҳуҷҷат|document number|document no|"
        "doc no|номер документа|№ документа|"
        "№ док|номер док|номер платежного документа|номер платежного поручения|номер п/п|"
        "رقم المرجع|المرجع|رقم العملية|رقم المستند|رقم القيد"
    ),
    BankColumn.DETAILS: (
        "payment details|transaction details|purpose|purpose of payment|narrative|narration|"
        "details of payment|payment purpose|description|memo|remittance information|"
        "назнач платежа|назн платежа|назн плат|remarks|particulars|назначение|назначение операции|"
        "содержание операции|содержание|описание|описание операции|основание|детали платежа|"
        "основание платежа|примечание|комментарий|шарҳ|мазмун|"
        "мазмуни амалиёт|таъинот|мақсад|тафсилот|мақсади пардохт|"
        "تفاصيل|التفاصيل|البيان|بيان|الوصف|وصف العملية|الغرض"
    ),
    BankColumn.AMOUNT: (
        "transaction amount|amount in account currency|payment amount|sum|сумма в валюте|"
        "сумма по счету|сумма операции|сумма платежа|сумма в валюте счета|"
        "маблағи амалиёт|ҷамъ|المبلغ|مبلغ|القيمة"
    ),
    BankColumn.DEBIT: (
        "debits|debit amount|dr|withdrawal|withdrawals|paid out|money out|outgoing|"
        "сумма по дебету|сумма дебет|сумма дт|дебет сумма|по дебету|оборот по дебету|оборот дт|"
        "списание со счета|обороты по дебету|дт|расход|списание|списано|"
        "хароҷот|мадин|مدين|المدين|سحب|السحب|منصرف|صادر"
    ),
    BankColumn.CREDIT: (
        "credits|credit amount|cr|deposit|deposits|paid in|money in|incoming|"
        "сумма по кредиту|сумма кредит|сумма кт|кредит сумма|по кредиту|оборот по кредиту|"
        "оборот кт|зачисление на счет|обороты по кредиту|кт|приход|поступление|"
        "зачисление|зачислено|даромад|воридот|دائن|الدائن|إيداع|الإيداع|وارد"
    ),
    BankColumn.DIRECTION: (
        "d/c|dc|d-c|dr/cr|drcr|cr/dr|crdr|c/d|credit/debit|debit or credit|"
        "credit debit indicator|dc mark|indicator|direction|sign|debit credit|type|"
        "transaction type|дт/кт|д/к|дт-кт|дт кт|приход/расход|расход/приход|кредит/дебет|"
        "признак|направление|вид операции|тип операции|знак|тип|самт|намуди амалиёт|"
        "مدين/دائن|دائن/مدين|نوع|نوع العملية|الاتجاه"
    ),
    BankColumn.CURRENCY: (
        "ccy|curr|cur|currency code|account currency|код валюты|валюта счета|валюта операции|вал|"
        "рамзи асъор|асъори ҳисоб|العملة|عملة|عملة الحساب"
    ),
    BankColumn.RATE: "exchange rate|fx rate|курс валюты|курс обмена|қурби асъор|سعر الصرف|السعر",
}

LONGEST_HEADING = 200
#: Letters typed for one another: ё, Tajik ones on a Russian keyboard, forms of Arabic ones.
_LETTERS = str.maketrans("ёғқӣӯҳҷأإآٱةىیک", "егкиухчااااهييك", "ًٌٍَُِّْـ")
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_SIGNS = re.compile(r"[^\w/№]+")


def folded(text: str) -> str:
    """Return ``text`` in small letters, without marks, with single spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return " ".join(_SIGNS.sub(" ", plain).split())


#: The column of a folded heading, and how near its meaning is, 0 for the nearest.
HEADERS: dict[str, tuple[int, BankColumn]] = {}
for _column, _names in HEADINGS.items():
    for _rank, _name in enumerate([*_names, *_ALSO[_column].split("|")]):
        HEADERS.setdefault(folded(_name), (max(0, _rank - len(_names) + 1), _column))


def heading(text: str) -> tuple[int, BankColumn] | None:
    """Return the column a heading names, with how near it is; notes in brackets add nothing."""
    if len(text) > LONGEST_HEADING:
        return None
    plain = folded(_BRACKETS.sub(" ", text) if _BRACKETS.sub("", text).strip() else text)
    bare = re.sub(r" [a-z]{3}$", "", plain)
    return HEADERS.get(plain) or HEADERS.get(bare)


_LEFT = (
    "d dr db dbit debit debet д дт деб дебет расход списание исходящий outgoing out withdrawal "
    "хароҷот баромад مدين سحب صادر"
)
_CAME = (
    "c cr crdt credit kredit с к кт кр кред кредит приход зачисление поступление пополнение "
    "входящий incoming in deposit даромад воридот دائن إيداع وارد"
)
#: -1 for money that left the account, 1 for money that came.
MARKS: dict[str, int] = {
    **{folded(word): -1 for word in _LEFT.split()},
    **{folded(word): 1 for word in _CAME.split()},
    **dict.fromkeys("-−–", -1),
    "+": 1,
}


def mark(text: str) -> int | None:
    """Return -1 for a mark of money that left, 1 for money that came, else None."""
    return MARKS.get(text.strip()) or MARKS.get(folded(text))


#: Rows that tell a balance: these alone, or with days, sums and words of a period.
_OPENING = (
    "balance b/f|balance c/f|balance bf|balance cf|b/f|c/f|opening ledger balance|"
    "closing ledger balance|opening balance|closing balance|balance brought forward|"
    "balance carried forward|"
    "brought forward|carried forward|available balance|ledger balance|"
    "входящий остаток|исходящий остаток|входящее сальдо|исходящее сальдо|"
    "начальный остаток|конечный остаток|начальное сальдо|конечное сальдо|"
    "остаток на начало|остаток на конец|сальдо на начало|сальдо на конец|"
    "вх остаток|исх остаток|вх сальдо|исх сальдо|входящий баланс|исходящий баланс|"
    "сальдо начальное|сальдо конечное|остаток входящий|остаток исходящий|бақияи ибтидо|"
    "бақияи охири|"
    "бақияи аввал|бақияи охир|бақияи ибтидоӣ|бақияи ниҳоӣ|боқимондаи аввал|боқимондаи охир|"
    "бақия дар аввал|бақия дар охир|"
    "الرصيد الافتتاحي|رصيد افتتاحي|الرصيد الختامي|رصيد ختامي|رصيد اول المدة|رصيد اخر المدة|"
    "رصيد مرحل|الرصيد المرحل|الرصيد السابق|رصيد سابق"
)
_TOTAL = (
    "balance|total|totals|grand total|subtotal|sub total|turnover|turnovers|total turnover|"
    "total debit|total credit|total debits|total credits|"
    "остаток|сальдо|баланс|итого|всего|итог|обороты|оборот|итого обороты|итого оборотов|"
    "всего оборотов|"
    "бақия|боқимонда|ҳамагӣ|ҷамъ|ҷамъулҷамъ|гардиш|гардишҳо|"
    "الرصيد|رصيد|المجموع|مجموع|الاجمالي|اجمالي|المجموع الكلي|الحركة|اجمالي الحركة"
)
_AROUND = (
    "на|за|по|к|в|от|до|с|и|из|день|дня|период|периода|месяц|месяца|счет|счета|счету|операциям|"
    "средств|счете|списано|зачислено|поступило|"
    "дебет|дебету|кредит|кредиту|дт|кт|документов|операций|начало|конец|г|год|года|выписке|"
    "at|as|on|of|for|the|to|from|by|in|and|period|day|month|account|debit|debits|credit|credits|"
    "entries|transactions|date|end|start|beginning|statement|"
    "ба|дар|то|аз|барои|аввали|охири|гардиш|давра|рӯз|моҳ|ҳисоб|сол|санаи|дебет|кредит|"
    "في|من|الى|حتى|بتاريخ|تاريخ|عن|الفترة|الحساب|مدين|دائن|المدين|الدائن"
)


_MONEY = "usd|eur|tjs|rub|iqd|gbp|chf|kzt|uzs|kgs|try|cny|syp|jod|lbp|aed|irr|сомони|смн|долл|руб"


def _any_of(words: str) -> str:
    return "|".join(sorted(map(folded, words.split("|")), key=len, reverse=True))


_REST = rf"(?: (?:{_any_of(_AROUND)}|{_any_of(_MONEY)}|[0-9/]+))*"
_OPENING_ROW = re.compile(rf"(?:{_any_of(_OPENING)}){_REST}")
_TOTAL_ROW = re.compile(rf"(?:{_any_of(_TOTAL)}){_REST}")


def is_balance(text: str) -> bool:
    """Return whether a cell names the balance before or after the period."""
    return len(text) <= LONGEST_HEADING and _OPENING_ROW.fullmatch(folded(text)) is not None


def is_total(text: str) -> bool:
    """Return whether a cell is a word for a balance, a total or a turnover."""
    return len(text) <= LONGEST_HEADING and _TOTAL_ROW.fullmatch(folded(text)) is not None


#: How banks write a currency beside a sum.
CURRENCIES = {
    **dict.fromkeys(("$", "us$", "долл", "долл сша", "доллар", "доллар сша", "دولار"), "USD"),
    **dict.fromkeys(("доллары сша", "us dollar", "us dollars", "840"), "USD"),
    **dict.fromkeys(("€", "евро", "euro", "978"), "EUR"),
    **dict.fromkeys(("£", "826"), "GBP"),
    **dict.fromkeys(("₽", "руб", "рублей", "рубль", "rur", "643", "810"), "RUB"),
    **dict.fromkeys(("смн", "сомони", "сом", "972"), "TJS"),
    **dict.fromkeys(("د ع", "دينار", "368"), "IQD"),
}
#: A column that says whether a movement was carried out, and what says that it was not.
_STATUS = re.compile(
    r"(?:^|payment |transaction )(?:статус|состояние|проведено|исполнено|status|state|холат"
    r"|вазъ|الحاله|حاله)\b"
)
_NOT_DONE = re.compile(
    r"(?:отклон|отказ|отмен|аннулир|ожида|не (?:исполн|провед)|неусп|в (?:обработке|пути|работе)"
    r"|черновик|ошиб|подготов|нов[аоы]|принят|создан|подписан|на (?:исполнении|подписи|рассмотр)"
    r"|нет\b|no\b|submitted|reject|declin|cancel|pend|fail|draft|in(?: process| progress|complete)"
    r"|initiat|not |un(?:paid|posted|booked|success)|void|error|await|future|to be "
    r"|(?:on )?h[eo]ld|schedul|authori[sz]|block|suspend|expired|queue|wait|return|revers|refus"
    r"|авториз|блокир|заблокир|удерж|заплан|планир|приостан|отложен|отозв|возвра|сторн|истек|очеред"
    r"|рад|бекор|дар (?:интизор|коркард)|нашуд|مرفوض|ملغ|معلق|قيد|فشل)"
)
_DONE = re.compile(
    r"(?:исполн|провед|обработан|выполн|заверш|зачисл|списан|оплач|успеш|подтвержд|ичро|анчом"
    r"|гузаронида|тасдик|ok\b|ок\b|да\b|yes\b|post|book|complet|success|execut|process|settl|done|paid"
    r"|clear|confirm|final|credited|debited|تم|منفذ|مكتمل|ناجح|مرحل|مسجل|مدفوع)"
)


def says_status(text: str) -> bool:
    """Return whether a heading is of what became of a movement."""
    return len(text) <= LONGEST_HEADING and _STATUS.search(folded(text)) is not None


def is_not_done(text: str) -> bool:
    """Return whether the status of a movement says that nothing was moved."""
    return len(text) <= LONGEST_HEADING and _NOT_DONE.match(folded(text)) is not None


def is_done(text: str) -> bool:
    """Return whether the status of a movement is blank, or says that it was carried out."""
    return not text or (len(text) <= LONGEST_HEADING and _DONE.match(folded(text)) is not None)


def currency_word(text: str) -> str | None:
    """Return the currency that ``text`` is, else None."""
    word = text.strip().casefold()
    if word.upper() in MINOR_UNITS:
        return word.upper()
    return CURRENCIES.get(word) or CURRENCIES.get(folded(text))
