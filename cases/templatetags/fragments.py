"""Parts of a page that say the same for the same words, rendered once."""

from collections.abc import Hashable, Iterable
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import get_language

register = template.Library()
#: What holds nothing else.
_PLAIN = frozenset({str, int, float, bool, type(None)})


@register.simple_tag
def fragment(name: str, **says: Hashable) -> SafeString:
    """Return the template ``name`` with the words ``says``.

    It is kept by all of these and the language, so that it says to nobody what it would not have
    said anyway. It knows neither request nor user, and so holds no form's marks. Raises
    ``TypeError`` where it is given what can change under it: a list, or a record.
    """
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(name, get_language(), **says)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Return what the block ``name`` says of this page; escaped anew, quotes too."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return unescape(block.render(context))


# By type too: a text that is safe equals one that is not, and 1 equals True.
@lru_cache(maxsize=4096, typed=True)
def _rendered(name: str, _language: str | None, **says: Hashable) -> SafeString:
    for word, value in says.items():
        if isinstance(value, Model) or any(map(_is_no_value, _parts(value))):
            raise TypeError(f"{name} is kept by what it says: {word} is, or holds, no plain value.")
    return render_to_string(name, says)


def _is_no_value(value: Any) -> bool:
    """Tell whether a part may be equal to one that reads otherwise."""
    if type(value) in _PLAIN:
        return False
    return isinstance(value, Model | SafeData) or any(map(_is_no_value, _parts(value)))


def _parts(value: Any) -> Iterable[Any]:
    if names := _names(value.__class__):
        return [getattr(value, name) for name in names]
    return value if isinstance(value, tuple | frozenset) else ()


@cache
def _names(kind: Any) -> list[str]:
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []
