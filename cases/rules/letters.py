"""The wording of letters, where the ministry has not entered its own.

A text has places for facts, in braces. What only the ministry can say stands in brackets. Nobody
has checked these texts: a letter made of one is not for sending.
"""

import re
from collections.abc import Mapping

#: Under which source an admin enters the wording of the ministry, in each language.
SOURCES = {
    "exit_permit": "Letter: note verbale asking for an exit permit",
    "hearing": "Letter: request for a hearing",
    "handover": "Letter: certificate of handover",
}
#: The facts that a text may name.
FACTS = ("child", "born", "mother", "reference", "document", "place", "date", "ministry")
_TEXTS = {
    ("exit_permit", "en"): """[Addressee and form of courtesy: text to be supplied by the ministry]

{ministry} asks the competent authorities for an exit permit for the child {child}, born {born}, \
child of {mother}, travel document {document}, so that the child may return home.

Our reference: {reference}.

[Closing courtesy: text to be supplied by the ministry]

{date}""",
    ("exit_permit", "ru"): """[Адресат и формула вежливости: текст предоставит министерство]

{ministry} просит компетентные органы выдать разрешение на выезд ребёнку: {child}, дата рождения \
{born}, мать: {mother}, проездной документ {document}, для возвращения на родину.

Наш номер дела: {reference}.

[Заключительная формула вежливости: текст предоставит министерство]

{date}""",
    ("exit_permit", "ar"): """[المرسل إليه وصيغة المجاملة: تقدم الوزارة النص]

ترجو {ministry} من السلطات المختصة منح إذن خروج للطفل {child}، المولود في {born}، والدته {mother}، \
وثيقة السفر {document}، للعودة إلى الوطن.

رقمنا: {reference}.

[صيغة الختام: تقدم الوزارة النص]

{date}""",
    ("hearing", "en"): """[Court and form of address: text to be supplied by the ministry]

{ministry} asks the court to set a hearing on the return of the child {child}, born {born}, child \
of {mother}. The child is at present at: {place}.

Our reference: {reference}.

{date}""",
    ("hearing", "ru"): """[Суд и форма обращения: текст предоставит министерство]

{ministry} просит суд назначить заседание о возвращении ребёнка: {child}, дата рождения {born}, \
мать: {mother}. Ребёнок сейчас находится: {place}.

Наш номер дела: {reference}.

{date}""",
    ("hearing", "ar"): """[المحكمة وصيغة المخاطبة: تقدم الوزارة النص]

ترجو {ministry} من المحكمة تحديد جلسة بشأن عودة الطفل {child}، المولود في {born}، والدته {mother}. \
مكان الطفل حاليا: {place}.

رقمنا: {reference}.

{date}""",
    ("handover", "en"): """The child {child}, born {born}, child of {mother}, travel document \
{document}, was handed over and received today.

Reference: {reference}. Place and date: ____________________

Handed over by (name, office, signature): ____________________

Received by (name, office, signature): ____________________

[Seal and further wording: text to be supplied by the ministry]""",
    (
        "handover",
        "ru",
    ): """Ребёнок {child}, дата рождения {born}, мать: {mother}, проездной документ \
{document}, сегодня передан и принят.

Номер дела: {reference}. Место и дата: ____________________

Передал (имя, должность, подпись): ____________________

Принял (имя, должность, подпись): ____________________

[Печать и дальнейший текст предоставит министерство]""",
    (
        "handover",
        "ar",
    ): """تم اليوم تسليم واستلام الطفل {child}، المولود في {born}، والدته {mother}، وثيقة \
السفر {document}.

الرقم: {reference}. المكان والتاريخ: ____________________

المسلِّم (الاسم، الجهة، التوقيع): ____________________

المستلِم (الاسم، الجهة، التوقيع): ____________________

[الختم وبقية النص: تقدمها الوزارة]""",
}
#: What stands where a fact is not on record.
BLANK = "____________________"


def wording_of(kind: str, language: str) -> str:
    """Return the text of the register itself. Raises KeyError for what there is none of."""
    return _TEXTS[kind, language]


def unknown_facts(text: str) -> list[str]:
    """Return what stands in braces in ``text`` and is no fact that a letter may name."""
    return [name for name in re.findall(r"\{([^{}]*)\}", text) if name not in FACTS]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """Return ``text`` with the facts it names; a blank line for what is not on record."""
    for name in FACTS:
        text = text.replace(f"{{{name}}}", facts.get(name) or BLANK)
    return text
