"""How a reference stands in an address, and what a list of addresses is."""

from django.urls import URLPattern, URLResolver, register_converter

from cases.rules.references import written

Urls = list[URLPattern | URLResolver]


class ReferenceConverter:
    """A reference in an address, in whatever case, letters and zeros it was copied."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return written(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")
