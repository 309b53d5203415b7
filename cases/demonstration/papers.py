"""Invented documents of the demonstration, drawn in code and marked as invented."""

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from cases.casework import clearances, documents
from cases.casework.documents import NewDocument
from cases.demonstration.way import Way
from cases.files.papers import Paper, take_in
from cases.models import Child, Document, Mother
from cases.vocabulary import ClearanceKind, ClearanceStatus, DocumentKind, Language

#: Of so many of the cases handed over, each gets papers.
CASES = 8
_INVENTED = "DEMONSTRATION: invented document"


def add_papers(ways: list[Way], today: datetime.date) -> None:
    """Add documents of several kinds; one is the document of a clearance."""
    for number, way in enumerate(ways[:CASES]):
        title = f"Birth certificate of case {way.child.reference}"
        scanned = _drawn(title) if number < 3 else written(title)
        original = _add(way, way.child, scanned, DocumentKind.BIRTH, Language.ARABIC, today)
        if number % 2 == 0:
            _add(
                way,
                way.child,
                written(f"Translation: {title}"),
                DocumentKind.BIRTH,
                Language.RUSSIAN,
                today,
                translation_of=original,
            )
        if number % 3 == 0:
            medical = written(f"Medical document of case {way.child.reference}")
            _add(
                way,
                way.child,
                medical,
                DocumentKind.MEDICAL,
                Language.ARABIC,
                today,
                sensitive=True,
            )
    first, second = ways[0], ways[1]
    own = written(f"Identity document of family {first.child.mother.reference}")
    _add(first, first.child.mother, own, DocumentKind.IDENTITY, Language.TAJIK, today)
    _confirm_identity(second, today)


def _add(
    way: Way,
    whose: Child | Mother,
    paper: Paper,
    kind: DocumentKind,
    language: Language,
    today: datetime.date,
    *,
    sensitive: bool = False,
    translation_of: Document | None = None,
) -> Document:
    new = NewDocument(paper, kind, language, sensitive, translation_of)
    return documents.add(whose=whose, by=way.caseworker, on=today, new=new)


def _confirm_identity(way: Way, today: datetime.date) -> None:
    paper = written(f"Letter of the consulate on case {way.child.reference}")
    clearances.record(
        child=way.child,
        by=way.caseworker,
        on=today,
        kind=ClearanceKind.IDENTITY,
        status=ClearanceStatus.GRANTED,
        number="K-17",
        issued_on=today,
        new=NewDocument(paper, DocumentKind.LETTER, Language.RUSSIAN),
    )


def written(title: str) -> Paper:
    """Return a PDF of one page with ``title``."""
    lines = f"BT /F 16 Tf 60 760 Td ({_INVENTED}) Tj 0 -40 Td ({title}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        f"<</Length {len(lines)}>>stream\n{lines}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Font<</F 5 0 R>>>>",
    )
    pdf, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(pdf))
        pdf += f"{number} 0 obj{content} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count, start = len(objects) + 1, len(pdf)
    pdf += f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    pdf += f"trailer<</Root 1 0 R/Size {count}>>\nstartxref\n{start}\n%%EOF\n"
    return take_in("invented.pdf", ContentFile(pdf.encode("ascii")))


def _drawn(title: str) -> Paper:
    """Return an image of a document with ``title``."""
    sheet = Image.new("RGB", (620, 860), "#f3efe2")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=22)
    pen.rectangle((20, 20, 600, 840), outline="#5b4a2f", width=3)
    pen.text((60, 70), _INVENTED, fill="#a1241c", font=font)
    pen.text((60, 120), title, fill="#15212c", font=font)
    for line in range(220, 780, 48):
        pen.line((60, line, 560, line), fill="#9a9078", width=2)
    image = io.BytesIO()
    sheet.save(image, "PNG")
    return take_in("invented.png", ContentFile(image.getvalue()))
