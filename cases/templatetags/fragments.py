"""Parts of a page that say the same for the same words, rendered once."""

from collections.abc import Hashable
from functools import lru_cache
from html import unescape

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def fragment(name: str, **says: Hashable) -> SafeString:
    """Return the template ``name`` with the words ``says``.

    It is kept by all of these and the language, so that it says to nobody what it would not have
    said anyway. It knows neither request nor user, and so holds no form's marks.
    """
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(name, get_language(), **says)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Return what the block ``name`` says of this page; escaped anew, quotes too."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return unescape(block.render(context))


@lru_cache(maxsize=1024)
def _rendered(name: str, _language: str | None, **says: Hashable) -> SafeString:
    return render_to_string(name, says)
