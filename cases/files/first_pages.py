"""Draws the first page of a scan small, to be recognised beside what is confirmed.

Run in a process of its own, see ``cases.files.apart``. A page that is one picture, as a scanner
makes it, is drawn; one of letters and lines is not, for which no reader of ours is trusted.
"""

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from cases.files.images import JPEG, MOST_DECODED, MOST_PIXELS
from cases.files.outcome import Outcome, Unfit

if TYPE_CHECKING:
    from pikepdf import Dictionary

#: Wide and high enough to tell one paper from another, and to read a stamp.
BOX = (480, 640)
#: Pictures smaller than this are stamps and lines of a page, and not the page.
LEAST_PIXELS = 100_000
#: How high the tree of pages may be; in a hostile file it is a ring.
MOST_LEVELS = 20


def first_page(content: bytes) -> Outcome:
    """Return a small JPEG of the first page of a JPEG, a PNG or a PDF. Raises ``Unfit``."""
    Image.MAX_IMAGE_PIXELS = MOST_DECODED
    if content.startswith(b"%PDF-"):
        return _small(_scan_in(content))
    return _small(Image.open(io.BytesIO(content), formats=("JPEG", "PNG")))


def _scan_in(content: bytes) -> Image.Image:
    """Return the picture that the first page of a PDF is. Raises ``Unfit`` where it is none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        pictures = [each for each in page.get_images().values() if isinstance(each, pikepdf.Stream)]
        scans = [
            scan
            for scan in map(pikepdf.PdfImage, pictures)
            if LEAST_PIXELS <= scan.width * scan.height <= MOST_PIXELS
        ]
        if len(scans) != 1:
            raise Unfit("no_scan")
        return scans[0].as_pil_image().rotate(-_turn(page.obj), expand=True)


def _turn(page: "Dictionary") -> int:
    """Return by how much a page is turned clockwise, or the nearest page above it that says so."""
    import pikepdf

    for _level in range(MOST_LEVELS):
        if "/Rotate" in page:
            return int(page["/Rotate"])
        above = page.get("/Parent")
        if not isinstance(above, pikepdf.Dictionary):
            break
        page = above
    return 0


def _small(page: Image.Image) -> Outcome:
    page.draft("RGB", BOX)
    page = ImageOps.exif_transpose(page)
    if page.mode not in {"L", "RGB"}:
        page = page.convert("RGB")
    page.thumbnail(BOX)
    page.info = {}
    file = io.BytesIO()
    page.save(file, "JPEG", quality=80)
    return Outcome(content=file.getvalue(), content_type=JPEG)
