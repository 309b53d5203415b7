"""Our own references within the details of a payment: as we write them, and nearly so.

Nothing is guessed from a bare number here, as ``references`` does of what somebody typed.
"""

import re
import unicodedata
from dataclasses import dataclass

_BATCH = re.compile(r"(?<!\w)PB-[0-9]{4,12}(?![0-9])")
_CHILD = re.compile(r"(?<!\w)[A-Z]{2}-[A-Z]{2}-[0-9]{4,12}-[0-9]{1,3}(?![0-9-])")
#: A number of the same length goes on in the next line only where it has no zeros before it.
_CUT = re.compile(r"[1-9][0-9]*[ \t]*\n[ \t]*[0-9]")
#: Cyrillic letters typed for Latin ones of the same looks, and signs typed for a hyphen.
_LOOKS = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚ" + "ΑΒΕΗΙΚΜΝΟΡΤΥΧ" + "‐‑‒–—―−﹣－_",
    "ABEKMHOPCTYXIJSQ" + "ABEHIKMNOPTYX" + "-" * 10,
    "\u00ad\u200b\u200c\u200d\ufeff",
)
#: Letters and figures of East Asian keyboards.
_WIDE = re.compile("[\uff01-\uff5e]")
_BETWEEN = r"[\s.:/#№-]{0,3}"
#: A number that begins with a zero has four digits: what a blank cut off belongs to it.
_DIGITS = r"(?:0(?=[0-9O ]{4}(?![0-9O]))[0-9O]{0,2} [0-9O]{1,3}|[0-9O](?:\n?[0-9O]){0,11})"
_NEAR_BATCH = re.compile(
    rf"(?<![^\W\d_])(?:P\s?B|П[БB]|PБ){_BETWEEN}(?P<number>{_DIGITS})(?![0-9])"
)
#: Further batches of which only the number is written: PB-0001, 0002; PB-0001/0002.
_MORE = re.compile(
    r"PB-[0-9]{4}(?P<numbers>(?:\s*(?:[,;/+&-]|\.{2,3}|И|ВА|BA|AND)\s*0[0-9]{3}(?![0-9]))+)"
)
_NEAR_CHILD = re.compile(
    rf"(?<![^\W_])(?P<home>[A-Z]{{2}}){_BETWEEN}(?P<holding>[A-Z]{{2}}){_BETWEEN}"
    rf"(?P<family>[0-9O]{{4,12}})[\s./-]{{1,3}}(?P<child>[0-9]{{1,3}})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class OurReferences:
    """The references named; those ``near`` are retyped, here as we write them."""

    batches: tuple[str, ...]
    children: tuple[str, ...]
    near: tuple[str, ...]


NONE = OurReferences((), (), ())


def references_in(details: str) -> OurReferences:
    """Return our references in the details of a payment.

    Exact are those in our letters and hyphens. Near are those in Cyrillic letters of the same
    looks, without a hyphen or with another sign, or broken by a blank or the end of a line.
    """
    text = details.replace("\r\n", "\n").replace("\r", "\n").upper()
    batches: list[str] = []
    cut: list[str] = []
    for match in _BATCH.finditer(text):
        broken = _CUT.match(text, match.start() + len("PB-"))
        (cut if broken else batches).append(match[0])
    children = _CHILD.findall(text)
    plain = _plain(text)
    near = [name for match in _NEAR_BATCH.finditer(plain) for name in _near_batches(match)]
    near += [f"PB-{n}" for m in _MORE.finditer(plain) for n in re.findall(r"[0-9]+", m["numbers"])]
    near += [*cut, *(name for match in _NEAR_CHILD.finditer(plain) for name in _near_child(match))]
    exact = {*batches, *children}
    return OurReferences(
        tuple(dict.fromkeys(batches)),
        tuple(dict.fromkeys(children)),
        tuple(dict.fromkeys(name for name in near if name not in exact)),
    )


def _plain(text: str) -> str:
    """Return ``text`` in Latin letters and western digits where it looks so."""
    text = _WIDE.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]), text)
    digits = (str(unicodedata.digit(s, s)) if s.isdecimal() else s for s in text)
    return "".join(digits).translate(_LOOKS).upper()


def _near_batches(match: re.Match[str]) -> list[str]:
    """Return the batch a number names; two where the end of a line may be within it or after."""
    whole, first = match["number"], match["number"].partition("\n")[0]
    ends = len(first) >= 4
    numbers = [first] * ends + [whole] * (not ends or first[0] != "0")
    return [f"PB-{figures:04}" for number in numbers if (figures := _figures(number)) is not None]


def _near_child(match: re.Match[str]) -> list[str]:
    family, child = _figures(match["family"]), int(match["child"])
    return [] if family is None else [f"{match['home']}-{match['holding']}-{family:04}-{child}"]


def _figures(text: str) -> int | None:
    """Return a number; None for one with a zero too many, which may be any."""
    figures = re.sub(r"\s", "", text.replace("O", "0"))
    return None if figures[0] == "0" and len(figures) > 4 else int(figures)
