"""What a page says in words."""

import re

from django.http import HttpResponse


def words_of(page: HttpResponse) -> str:
    """Return a page without the marks that keep case numbers within a line."""
    return re.sub(r'<span class="ref">(.*?)</span>', r"\1", page.content.decode())
