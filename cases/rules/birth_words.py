"""Words beside a birth: who says it, and what is too little to be one, in four languages."""

import re

#: A list says births as the mother does; that it does so adds nothing.
_SOURCE = re.compile(
    r"[\s(,;-]*(?:со слов(?: (?:матери|отца|родственников|родных))?"
    r"|(?:аз|бо)(?: руи)? гуфти модар\w*"
    r"|(?:said by|according to|as told by|per) (?:the )?mother"
    r"|(?:ب?حسب|عن) (?:(?:قول|اقوال) )?الام)"
    r"[\s).]*$"
)
#: A part of a year, by its season or how late it is.
_PART = re.compile(
    r"\b(?:нач(?:ал\w*|\.)|сер(?:един\w*|\.)|кон(?:ец|ц\w*|\.)|весн\w*|лето|лета|летом|осен\w*"
    r"|зим\w*"
    r"|кварт\w*|кв\.|половин\w*|полугод\w*|аввал\w*|миена\w*|охир\w*|бахор\w*|тобистон\w*|тирамох\w*"
    r"|early|late|mid|beginning|middle|end|spring|summer|autumn|fall|winter|quarter|half"
    r"|بدايه|اوائل|منتصف|نهايه|اواخر|صيف|خريف|شتاء|الربيع)(?!\w)"
)
_ONE_SIDED = re.compile(
    r"^(?:[<>≤≥]|(?:до|после|раньше|позже"
    r"|не (?:позднее|позже|ранее|раньше|менее|более|старше|младше)"
    r"|старше|младше|моложе|более|болше|свыше|менее|менше|over|under|before|after"
    r"|at (?:least|most)"
    r"|(?:more|less|older|younger) than|(?:зиеда|камтар|пеш|баъд|пас) аз|калонтар|хурдтар|то"
    r"|اكثر من|اقل من|اكبر من|اصغر من|قبل|بعد|فوق|دون)\b)|\d\s*(?:\w+\.?\s*)?\+$"
)
_NEWBORN = re.compile(
    r"(?:новорожд\w*|младен\w*|грудн\w*|навзод\w*|newborn|infant|baby|رضيع\w*|حديثه? الولاده)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def without_source(text: str) -> str:
    """Return ``plain`` text of a birth without the words that the mother says it."""
    return _SOURCE.sub("", text)


def why_too_little(text: str) -> str:
    """Return the code of why ``plain`` text says too little of a birth, "" if nothing is known.

    unsure, part_of_year, one_sided or newborn.
    """
    if _NEWBORN.match(text):
        return "newborn"
    if not re.search(r"\d", text):
        return ""
    if text.strip("?* ()") != text.strip(" ()"):
        return "unsure"
    if _ONE_SIDED.search(text):
        return "one_sided"
    return "part_of_year" if _YEAR.search(text) and _PART.search(text) else ""
