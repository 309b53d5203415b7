from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Refusals are compared as whole sentences, in the language they are written in."""
    with translation.override("en"):
        yield
