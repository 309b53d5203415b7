"""Papers set as PDF: the words come as data, so that nothing typed is ever read as markup."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst
from django.http import HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language, get_language_bidi

_FONTS = [
    Path(font.__file__).parent / "files" for font in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)
]


def paper(template: str, data: dict[str, Any], *, name: str) -> HttpResponse:
    """Return ``data`` set by ``templates/print/<template>.typ`` as a PDF to be kept.

    Tagged for screen readers (PDF/UA-1), with fonts of its own that know Tajik and Arabic
    letters. ``name`` is the name of the file, without its ending.
    """
    shown = {"lang": get_language() or "en", "rtl": get_language_bidi(), **data}
    made = typst.compile(
        _source(template),
        format="pdf",
        font_paths=_FONTS,
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@cache
def _source(template: str) -> bytes:
    origin = get_template(f"print/{template}.typ").origin.name
    return Path(origin).read_bytes()
