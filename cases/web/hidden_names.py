"""Hide-names mode: in a session that asks for it, no answer says a name.

The one place is the answer itself, after every page, list, fragment and message was made: whatever
way a name came, its words are known to the dictionary of names; what was typed freely is folded.
See decision 0148.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation.trans_real import translation

from cases.queries.hidden_words import names_among, texts_about, words_of
from cases.web.gates import Next

#: Where the session keeps that names are hidden.
HIDDEN = "names_hidden"
MARK = "•••"

_TAG = re.compile(r"(<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_](?:['’ʼ\-\u0300-\u036f\u064b-\u065f\u200c]?[^\W\d_])*")
_MARKS = re.compile(rf"{MARK}(?:[\s,.\-]*{MARK})+")
_REFERENCE = re.compile(r"\b[A-Z]{2,3}-[A-Z]{2,3}-\d+(?:-\d+)*\b")
_OF_RECORD = re.compile(r'\bhref="[^"]*/(?:children|mothers)/([^/"]+)/[^"]*"')
#: Attributes that are read to somebody.
_SPOKEN = re.compile(
    r'(\s(?:title|aria-label|alt|content|placeholder|label|data-[\w-]+)=")([^"]*)"'
)
_VALUE = re.compile(r'\svalue="([^"]*)"')
_TYPED = re.compile(r"<(?:input|textarea)\b", re.IGNORECASE)
_FREE = re.compile(r'<(\w+)\b[^>]*\sdir="auto"')
_NAME = re.compile(r"</?(\w+)")
#: What ends the place of a name.
_BLOCKS = frozenset({"td", "th", "tr", "li", "dd", "dt", "p", "div", "option"})


def is_hidden(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return bool(session and session.get(HIDDEN))


def hide_names(get_response: Next) -> Next:
    """Leave out every name of every answer of a session that hides names."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not is_hidden(request):
            return response
        if kind == "application/json":
            response.content = _without_names_json(response.content.decode())
        elif kind == "text/html":
            return _page(request, response)
        return response

    return answer


def references_in(text: str) -> set[str]:
    """Return the case numbers that stand on a page, in its addresses too."""
    return set().union(*map(_references_of_line, text.splitlines()))


@lru_cache(maxsize=8_192)
def _references_of_line(line: str) -> frozenset[str]:
    return frozenset(_REFERENCE.findall(line))


def words_in(text: str) -> set[str]:
    """Return every word of a page, folded, those of its tags too."""
    return set().union(*map(_words_of_part, text.splitlines()))


@lru_cache(maxsize=8_192)
def _words_of_part(part: str) -> frozenset[str]:
    """Return the words of a line, a tag or a text: the same ones stand on page after page."""
    return frozenset(word for match in _WORD.findall(unescape(part)) for word in words_of(match))


def without(text: str, names: set[str]) -> str:
    """Return a page without the words ``names``, folded, and what they are part of."""
    return "".join(_once(_Hidden(text, names, []).pieces(folds=False)))


def _page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    text = response.content.decode()
    hidden = _Hidden(text)
    if request.method in ("GET", "HEAD") and hidden.holds_typed():
        # A mark in a field would be saved in the place of the name.
        return render(request, "names_hidden.html", {"back": request.get_full_path()})
    response.content = "".join(_once(hidden.pieces()))
    return response


def _once(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces of a page; a case number that stands for a name is not said beside it."""
    before = ""
    for piece in pieces:
        text = piece.strip()
        if piece.startswith("<"):
            name = _NAME.match(piece)
            before = "" if name and name[1] in _BLOCKS else before
        elif text == before and _REFERENCE.fullmatch(text):
            continue
        else:
            before = text or before
        yield piece


def _without_names_json(content: str) -> str:
    hidden = _Hidden(content)

    def masked(value: Any) -> Any:
        if isinstance(value, str):
            return "".join(_Hidden(value, hidden.names, hidden.texts).pieces())
        if isinstance(value, list):
            return [masked(each) for each in value]
        if isinstance(value, dict):
            return {key: masked(each) for key, each in value.items()}
        return value

    return json.dumps(masked(json.loads(content)))


class _Hidden:
    """A page cut into tags and texts, and the words and texts of it that are left out."""

    def __init__(
        self, text: str, names: set[str] | None = None, texts: list[str] | None = None
    ) -> None:
        self.parts = _TAG.split(text)
        if texts is None:
            texts = [each for each in texts_about(_REFERENCE.findall(text)) if not _is_own(each)]
        self.texts = texts
        if names is None:
            names = names_among(words_in(text))
        self.names = names

    def holds_typed(self) -> bool:
        """Tell whether a field of a form holds a name."""
        in_area = False
        for part in self.parts:
            if in_area and self._cut(unescape(part)) != unescape(part):
                return True
            in_area = _is_in_area(part, in_area)
            value = _VALUE.search(part) if part.startswith("<input") else None
            if value and self._cut(unescape(value[1])) != unescape(value[1]):
                return True
        return False

    def pieces(self, *, folds: bool = True) -> Iterator[str]:
        """Yield the page without names; ``folds`` leaves out all that was typed freely, too."""
        free, depth, is_empty, reference, in_area = "", 0, True, "", False
        for part in self.parts:
            is_tag = part.startswith("<")
            if free:  # everything up to the end of a text that was typed freely
                name = _NAME.match(part)
                if is_tag and name and name[1] == free:
                    depth += -1 if part.startswith("</") else 1
                is_empty = is_empty and (is_tag or not part.strip())
                if depth == 0:
                    free = ""
                    yield part if is_empty else escape(gettext("Text hidden")) + part
                continue
            if not is_tag:
                yield part if in_area else self._linked(part, reference)
                continue
            if part.startswith(("<a ", "</a")):
                record = _OF_RECORD.search(part)
                reference = record[1] if record else ""
            in_area = _is_in_area(part, in_area)
            yield self._spoken(part)
            opening = _FREE.match(part) if folds and not _TYPED.match(part) else None
            if opening:
                free, depth, is_empty = opening[1], 1, True

    def _linked(self, part: str, reference: str) -> str:
        """Return a text without names; a link that said a name alone says the case number."""
        cut = self._text(part)
        return reference if reference and cut.strip() == MARK else cut

    def _is_without(self, part: str) -> bool:
        """Tell quickly that nothing of a part is left out."""
        return not self.texts and self.names.isdisjoint(_words_of_part(part))

    def _spoken(self, tag: str) -> str:
        if self._is_without(tag):
            return tag
        return _SPOKEN.sub(lambda match: f'{match[1]}{self._text(match[2])}"', tag)

    def _text(self, part: str) -> str:
        if self._is_without(part):
            return part
        plain = unescape(part)
        cut = self._cut(plain)
        return part if cut == plain else escape(cut)

    def _cut(self, plain: str) -> str:
        if not plain.strip():
            return plain
        for text in self.texts:
            if text in plain:
                plain = plain.replace(text, MARK)
        return _MARKS.sub(MARK, _WORD.sub(self._word, plain))

    def _word(self, match: re.Match[str]) -> str:
        word = match[0]
        if self.names.isdisjoint(words_of(word)):
            return word
        return word if word.islower() and word in _own_words() else MARK


def _is_in_area(tag: str, before: bool) -> bool:
    return tag.startswith("<textarea") or (before and not tag.startswith("</textarea"))


def _is_own(text: str) -> bool:
    """Return whether a text is made of our own words in small letters alone, as a code is."""
    words = _WORD.findall(text)
    return bool(words) and text.islower() and _own_words().issuperset(words)


@cache
def _own_words() -> frozenset[str]:
    """Return the words that the register's own sentences are made of, in small letters."""
    texts = (
        str(text)
        for language, _name in settings.LANGUAGES
        for pair in vars(translation(language))["_catalog"].items()
        for text in pair
    )
    return frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())
