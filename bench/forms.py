"""The forms of a page, as a browser would send them untouched."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "form":
            self.forms.append([])
        elif tag == "select":
            self._select = at.get("name") or ""
        elif tag == "option" and "selected" in at and self._select:
            self._add(self._select, at)
        elif tag == "textarea":
            self._add(at.get("name"), {"value": ""})
        elif tag == "input" and (at.get("type") not in ("radio", "checkbox") or "checked" in at):
            self._add(at.get("name"), at)

    def _add(self, name: str | None, at: dict[str, str | None]) -> None:
        if name and self.forms:
            self.forms[-1].append((name, at.get("value") or ""))


def filled(page: str, holding: str, **values: str) -> list[tuple[str, str]]:
    """Return the fields of the form of ``page`` that holds ``holding``, with ``values`` set."""
    reader = _Reader()
    reader.feed(page)
    form = next(form for form in reader.forms if any(name == holding for name, _ in form))
    kept = [(name, value) for name, value in form if name not in values]
    return [*kept, *values.items()]
