"""How the cells of a list look: hidden, struck out, days shown as a year. Its parser does not say.

Read from the parts of the file themselves, one element after the other, with few in memory.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from posixpath import normpath
from typing import Literal
from xml.etree.ElementTree import Element  # for its type

from defusedxml import ElementTree

Shown = Literal["day", "month", "year", "day of a year"]

#: Formats without a text of their own that show less than a day.
_BUILT_IN: dict[str, Shown] = {"16": "day of a year", "17": "month"}
_SHARES = {"9": "0%", "10": "0.00%"}
_NOT_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|general', re.IGNORECASE)
_AROUND_NUMBER = re.compile(
    r'(?:"([^"]*)"|\\(.))?\s*(?:[#0?.,]+|general)\s*(?:"([^"]*)"|\\(.))?', re.IGNORECASE
)
_LONGEST_COMMENT = 500
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


@dataclass(slots=True)
class Looks:
    """How a sheet looks: rows as the spreadsheet counts them, columns from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    struck_rows: set[int] = field(default_factory=set)
    struck_cells: set[tuple[int, int]] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    #: Cells with a formula and without its value.
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    #: Cells that show an error, as #N/A: an unread cell would pass for an empty one.
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    #: What cells with a day show of it, where that is less.
    shown: dict[tuple[int, int], Shown] = field(default_factory=dict)
    #: Cells that show a number as a share of a hundred, and with how many decimals.
    percent: dict[tuple[int, int], int] = field(default_factory=dict)
    #: The words that a format puts around a number.
    around: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    #: Comments on cells, which are seen only by who points at them.
    comments: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Style:
    shown: Shown = "day"
    around: tuple[str, str] = ("", "")
    struck: bool = False
    percent: int | None = None


def looks_of(content: bytes) -> dict[str, Looks]:
    """Return how each sheet of a workbook looks, by its name; none whose part is missing."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        # Some programs write the names of parts in other capitals than they say.
        names = {name.lower(): name for name in archive.namelist()}
        part = partial(_elements, archive, names)
        targets = {e.get("Id"): e.get("Target", "") for e in part("xl/_rels/workbook.xml.rels")}
        styles = _styles(part)
        struck = _struck_texts(part)
        sheets = [
            (element.get("name", ""), targets.get(_relation(element), ""))
            for element in part("xl/workbook.xml")
            if _tag(element) == "sheet"
        ]
        looks = {}
        for name, path in ((name, _path(path)) for name, path in sheets):
            if path.lower() in names:
                looks[name] = _look(part(path), styles, struck)
                looks[name].comments.update(_comments(part, path))
        return looks


def shown_of(code: str) -> Shown:
    """Return what a format shows of a day: "yyyy" the year, "mmm yyyy" the month."""
    bare = _NOT_DATE.sub("", code.partition(";")[0]).lower()
    if re.search("[hs]", bare):
        bare = re.sub(r"h+[^a-z]*m+|m+[^a-z]*s+", "", bare)
    if "y" not in bare and "g" not in bare:
        return "day of a year" if "d" in bare or "m" in bare else "day"
    if "d" in bare:
        return "day"
    return "month" if "m" in bare else "year"


def _look(elements: Iterator[Element], styles: list[_Style], struck_texts: set[str]) -> Looks:
    looks = Looks()
    for element in elements:
        tag = _tag(element)
        if tag == "row" and _is_hidden(element, "ht"):
            looks.hidden_rows.add(int(element.get("r", "0")))
        elif tag == "col" and _is_hidden(element, "width"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            looks.hidden_columns.update(range(first - 1, min(last, 500)))
        elif tag == "c" and (place := _place(element.get("r", ""))):
            _look_at(element, place, looks, styles, struck_texts)
    return looks


def _comments(
    part: Callable[[str], Iterator[Element]], sheet: str
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells of a sheet that have a comment, with its text."""
    folder, _slash, name = sheet.rpartition("/")
    for relation in part(f"{folder}/_rels/{name}.rels"):
        if relation.get("Type", "").endswith("/comments"):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            for element in part(normpath(path)):
                if _tag(element) == "comment" and (place := _place(element.get("ref", ""))):
                    yield place, " ".join("".join(element.itertext()).split())[:_LONGEST_COMMENT]


def _is_hidden(element: Element, size: str) -> bool:
    """Return whether a row or a column is hidden, or drawn with next to no height or width."""
    is_thin = re.fullmatch(r"0(?:\.\d+)?", element.get(size, "")) is not None
    return element.get("hidden") in {"1", "true"} or is_thin


def _look_at(
    cell: Element, place: tuple[int, int], looks: Looks, styles: list[_Style], struck: set[str]
) -> None:
    parts = {_tag(part): (part.text or "") for part in cell}
    value = parts.get("v", "")
    number = int(cell.get("s", "0"))
    style = styles[number] if number < len(styles) else _Style()
    if "f" in parts and not value and "is" not in parts:
        looks.uncalculated.add(place)
    if cell.get("t") == "e":
        looks.errors[place] = value[:20]
    is_struck = style.struck or (cell.get("t") == "s" and value in struck)
    if (value and is_struck) or any(_is_struck_inline(part, style) for part in cell):
        looks.struck_rows.add(place[0])
        looks.struck_cells.add(place)
    if value and cell.get("t", "n") in {"n", "d"}:
        if style.shown != "day":
            looks.shown[place] = style.shown
        if style.percent is not None:
            looks.percent[place] = style.percent
        if any(style.around):
            looks.around[place] = style.around


def _styles(part: Callable[[str], Iterator[Element]]) -> list[_Style]:
    """Return the styles that cells point at, in their order."""
    codes, struck = {}, []
    styles: list[_Style] = []
    for element in part("xl/styles.xml"):
        tag = _tag(element)
        if tag == "numFmt":
            codes[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif tag == "font":
            struck.append(any(_is_struck(mark) for mark in element))
        elif tag == "cellXfs":
            styles = [_style(xf, codes, struck) for xf in element]
    return styles


def _style(xf: Element, codes: dict[str, str], struck: list[bool]) -> _Style:
    number, font = xf.get("numFmtId", "0"), int(xf.get("fontId", "0"))
    code = codes.get(number, "")
    shown = shown_of(code) if code else _BUILT_IN.get(number, "day")
    match = _AROUND_NUMBER.fullmatch(code)
    before, after = (match[1] or match[2] or "", match[3] or match[4] or "") if match else ("", "")
    is_struck = font < len(struck) and struck[font]
    return _Style(shown, (before, after), is_struck, decimals_of(code or _SHARES.get(number, "")))


def decimals_of(code: str) -> int | None:
    """Return how many decimals of a share of a hundred a format shows, None for another format."""
    bare = re.sub(r'"[^"]*"|\\.', "", code.partition(";")[0])
    decimals = re.search(r"\.([0#?]+)", bare)
    return (len(decimals[1]) if decimals else 0) if "%" in bare else None


def _struck_texts(part: Callable[[str], Iterator[Element]]) -> set[str]:
    """Return the numbers of the shared texts of which a part is struck out."""
    texts = (element for element in part("xl/sharedStrings.xml") if _tag(element) == "si")
    return {
        str(number)
        for number, text in enumerate(texts)
        if any(_is_struck(mark) for mark in text.iter())
    }


def _is_struck_inline(part: Element, style: _Style) -> bool:
    """Return whether a text that stands in the cell itself is struck out, or a part of it."""
    if _tag(part) != "is" or not "".join(part.itertext()).strip():
        return False
    return style.struck or any(_is_struck(mark) for mark in part.iter())


def _is_struck(mark: Element) -> bool:
    return _tag(mark) == "strike" and mark.get("val", "1") not in {"0", "false"}


def _elements(archive: zipfile.ZipFile, names: dict[str, str], path: str) -> Iterator[Element]:
    """Yield the elements of a part as they end, emptied once they were seen; none if it lacks."""
    if path.lower() not in names:
        return
    tags = {"c", "si", "is", "comment", "font", "cellXfs", "r", "rPr"}
    with archive.open(names[path.lower()]) as file:
        inside = 0
        for event, element in ElementTree.iterparse(file, events=("start", "end")):
            whole = _tag(element) in tags
            if event == "start":
                inside += whole
                continue
            inside -= whole
            yield element
            if not inside:
                element.clear()


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _relation(sheet: Element) -> str:
    return next((value for name, value in sheet.items() if name.endswith("}id")), "")


def _place(cell: str) -> tuple[int, int] | None:
    match = _CELL.fullmatch(cell)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]
