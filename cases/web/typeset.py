"""Papers set as PDF: the words come as data, so that nothing typed is ever read as markup."""

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst
from django.http import HttpResponse
from django.template import Engine
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from cases import wording
from cases.kept import said
from cases.queries.kept_words import words
from cases.web.frame import is_demonstration


def paper(template: str, data: dict[str, Any], *, name: str) -> HttpResponse:
    """Return ``typeset`` data as a PDF to be kept; ``name`` is the file's, without its ending."""
    response = HttpResponse(typeset(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """Return ``data`` set by ``templates/print/<template>.typ`` as a PDF.

    Tagged for screen readers (PDF/UA-1), with fonts of its own that know Tajik and Arabic
    letters, and marked internal unless ``data`` says otherwise. Every paper has a title, the
    ``agreement``, its ``facts`` (label and value), a ``reference`` and a moment, ``as_of``.
    """
    shown = {
        "lang": get_language() or "en",
        "rtl": get_language_bidi(),
        "from": said(words().ministry),
        "internal": _("Internal"),
        "demo": _("Demonstration data: invented people and figures") if is_demonstration() else "",
        "as_of": _("As of %(moment)s") % {"moment": wording.moment_text(timezone.now())},
        **data,
    }
    pdf: bytes = typst.compile(
        _source(template),
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
    )
    return pdf


def signature(
    label: str, person: object = "", at: datetime.datetime | None = None
) -> tuple[str, str, str, str]:
    """Return a place to sign: in which part, who, and when it was agreed to on record."""
    return label, str(person), wording.moment_text(at) if at else "", _("Signature")


@cache
def _fonts() -> typst.Fonts:
    folders = (Path(font.__file__).parent for font in (fontpkg_noto_sans, fontpkg_noto_sans_arabic))
    return typst.Fonts(
        include_system_fonts=False, font_paths=[folder / "files" for folder in folders]
    )


@cache
def _source(template: str) -> bytes:
    parts = (
        Engine.get_default().get_template(f"print/{name}.typ").origin.name
        for name in ("paper", template)
    )
    return b"".join(Path(part).read_bytes() for part in parts)
