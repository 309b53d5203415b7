"""The numbers of a page that are no link."""

import re
from html.parser import HTMLParser

_EMPTY = {"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "polyline", "rect"}
#: What nobody follows: drawings, what is asked for, heads.
_APART = {
    "a",
    "figcaption",
    "h1",
    "h2",
    "label",
    "nav",
    "option",
    "script",
    "svg",
    "thead",
    "title",
}
_DAY = re.compile(r"(\d{1,2} )?[A-Z][a-z]{2,8} \d{4}(, \d\d:\d\d)?|\d\d\.\d\d\.\d{4}")


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not _APART.intersection(self.open):
            self.texts.append(" ".join(data.split()))


def unlinked_numbers(page: str) -> set[str]:
    """Return the texts of a page that have a number other than a day or 0, and are no link."""
    reader = _Texts()
    reader.feed("<main" + page.partition("<main")[2].partition("</main>")[0])
    return {text for text in reader.texts if re.search(r"[1-9]", _DAY.sub("", text))}
