"""A form as a browser sends it: what a page holds, with nothing typed yet."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Collects the forms of a page: where each is sent, and the fields it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._name = ""
        self._text: str | None = None
        self._options: list[tuple[str, bool]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = {}
            self.forms.append((of.get("action", ""), self._fields))
        if self._fields is None:
            return
        if tag == "input" and of.get("name"):
            self._input(of)
        elif tag == "textarea" and of.get("name"):
            self._name, self._text = of["name"], ""
        elif tag == "select":
            self._name, self._options = of.get("name", ""), []
        elif tag == "option" and self._options is not None:
            self._options.append((of.get("value", ""), "selected" in of))

    def _input(self, of: dict[str, str]) -> None:
        kind = of.get("type", "text")
        if kind in ("submit", "button", "file"):
            return
        if kind in ("checkbox", "radio"):
            if "checked" in of:
                self._add(of["name"], of.get("value", "on"))
        else:
            self._add(of["name"], of.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        self._fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self._add(self._name, self._text.removeprefix("\n"))
            self._text = None
        elif tag == "select" and self._options is not None:
            chosen = [value for value, is_chosen in self._options if is_chosen]
            for value in chosen or [value for value, _chosen in self._options[:1]]:
                self._add(self._name, value)
            self._options = None
        elif tag == "form":
            self._fields = None


def form_of(response, *, holding: str = "", action: str | None = None) -> dict[str, list[str]]:
    """Return what the form of a page would send: the one with a field, or of an address.

    Without either, the first form that has more than its marks.
    """
    parser = _Forms()
    parser.feed(response.content.decode())
    for address, fields in parser.forms:
        if action is not None and address != action:
            continue
        if holding and holding not in fields:
            continue
        if holding or action is not None or fields.keys() - {"csrfmiddlewaretoken", "sender"}:
            return fields
    raise AssertionError(f"No such form among {[address for address, _ in parser.forms]}")
