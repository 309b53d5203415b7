"""Odd values, and how a page's forms are filled with them."""

from html.parser import HTMLParser
from typing import NamedTuple

#: What a program that looks for holes sends, a browser gone wrong, or a person with a cat.
VALUES: tuple[str | bytes, ...] = (
    "",
    " ",
    "\0",
    "a\0b",
    b"\xed\xa0\x80",  # half of a sign of two halves
    b"\xff\xfe",
    "\u202e\u200b\ufeff",
    "😀" * 40,
    "x" * 6000,
    "0",
    "-1",
    "1.5",
    "٣",
    "20\u0661\u0669-03",  # a month, as an Arabic keyboard writes it
    "²",  # a digit, and no decimal
    "9999-12",
    "9" * 30,
    "9" * 5000,  # more figures than Python makes a number of
    str(2**31),
    str(2**63),
    "1e400",
    "NaN",
    "-Infinity",
    "31.02.2019",
    "00.00.0000",
    "9999-12-31",
    "0001-01-01",
    "2019-03-01T25:61",
    "None",
    "[]",
    '{"a": 1}',
    "'; --",
    '"><b>',
    "../../etc/passwd",
    "%00%s{0}",
)


class Form(NamedTuple):
    """A form of a page: where it is sent, how, and its fields as they stand."""

    action: str
    method: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: set[str] = set()
        self.inside = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = said.get("method", "get").lower()
            self.forms.append(Form(said.get("action", ""), method, {}))
            self.inside = True
        elif tag == "a" and "href" in said:
            self.links.add(said["href"])
        elif tag in {"input", "textarea", "select", "button"} and self.inside and "name" in said:
            self.forms[-1].fields.setdefault(said["name"], said.get("value", ""))
            self.select = said["name"] if tag == "select" else self.select
        elif tag == "option" and self.inside and self.select and "selected" in said:
            self.forms[-1].fields[self.select] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""


def forms_of(page: str) -> tuple[list[Form], set[str]]:
    """Return the forms of a page, and where its links lead."""
    reader = _Forms()
    reader.feed(page)
    return reader.forms, reader.links
