"""Draws the first page of a scan small, to be recognised beside what is confirmed.

Run in a process of its own, see ``cases.files.apart``. A page that is one picture, as a scanner
makes it, is drawn; one of letters and lines is not, for which no reader of ours is trusted.
"""

import io

from PIL import Image, ImageOps

from cases.files.images import JPEG, MOST_DECODED, MOST_PIXELS
from cases.files.outcome import Outcome, Unfit

#: Wide and high enough to tell one paper from another, and to read a stamp.
BOX = (480, 640)
#: Pictures smaller than this are stamps and lines of a page, and not the page.
LEAST_PIXELS = 100_000


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
        turned = -int(page.get("/Rotate", 0))
        return scans[0].as_pil_image().rotate(turned, expand=True)


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
