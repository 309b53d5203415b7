"""Makes an image anew: upright, its pixels only, and no larger than it need be.

Run in a process of its own, see ``cases.files.apart``.
"""

import io

from PIL import Image, ImageOps, ImageSequence

from cases.files.outcome import Outcome, Unfit

JPEG, PDF = "image/jpeg", "application/pdf"

MOST_PIXELS = 40_000_000  # a page of A4 at 600 dots an inch has 35 million
#: What is decoded at all, to be made smaller: more does not fit into the memory of the process.
MOST_DECODED = 100_000_000
#: A camera of a telephone has 200 million; a JPEG of so many is decoded at half its size.
MOST_SENT = 250_000_000
MOST_PAGES = 200
MOST_BYTES = 10 * 1024**2
#: Dots an inch that can be meant; others are taken for not known, and the page for an A4.
DOTS = range(50, 2401)
A4_INCHES = 11.69


def made_anew(content: bytes, *, most: int = MOST_BYTES) -> Outcome:
    """Return a JPEG of at most ``most`` bytes, or a PNG, as a new file. Raises ``Unfit``."""
    with _opened(content, "JPEG", "PNG") as sent:
        fit, smaller = _fitting(sent)
        if sent.format == "PNG":
            return Outcome(content=_png(fit), content_type="image/png", smaller=smaller)
        return _photograph(fit, most, smaller=smaller)


def from_heic(content: bytes, *, most: int = MOST_BYTES) -> Outcome:
    """Return a HEIC as a JPEG; one of several pictures as a PDF of them. Raises ``Unfit``."""
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1  # each has a stack of its own to be paid for
    pillow_heif.register_heif_opener()
    with _opened(content, "HEIF") as sent:
        if getattr(sent, "n_frames", 1) > 1:
            return _joined(sent)
        fit, smaller = _fitting(sent)
        return _photograph(fit, most, smaller=smaller)


def pages_of(content: bytes) -> Outcome:
    """Return a TIFF as a PDF of all its pages. Raises ``Unfit``."""
    with _opened(content, "TIFF") as sent:
        return _joined(sent)


def _opened(content: bytes, *formats: str) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # judged by our own measure
    return Image.open(io.BytesIO(content), formats=formats)


def _fitting(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return the image with ``MOST_PIXELS`` at most, and whether it had more."""
    pixels = image.width * image.height
    if pixels <= MOST_PIXELS:
        return image, False
    if pixels > MOST_SENT:
        raise Unfit("too_many_pixels", most=MOST_SENT)
    share = (MOST_PIXELS / pixels) ** 0.5
    box = int(image.width * share) or 1, int(image.height * share) or 1
    image.draft(None, box)  # a JPEG is decoded at the fraction that is nearest above
    if image.width * image.height > MOST_DECODED:
        raise Unfit("too_many_pixels", most=MOST_DECODED)
    smooth = image if image.mode in {"L", "RGB", "RGBA"} else _plain(image)
    return smooth.resize(box), True


def _png(image: Image.Image) -> bytes:
    ImageOps.exif_transpose(image, in_place=True)
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _photograph(image: Image.Image, most: int, *, smaller: bool) -> Outcome:
    ImageOps.exif_transpose(image, in_place=True)
    image.info = {}
    image = _plain(image)
    while len(content := _jpeg(image)) > most:
        share = 0.95 * (most / len(content)) ** 0.5
        image = image.resize((int(image.width * share) or 1, int(image.height * share) or 1))
        smaller = True
    return Outcome(content=content, content_type=JPEG, smaller=smaller)


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90)
    return file.getvalue()


def _joined(sent: Image.Image) -> Outcome:
    """Return the pages of an image, each made anew, as one PDF. Raises ``Unfit``."""
    import pikepdf

    if _has_page(sent, MOST_PAGES):
        raise Unfit("too_many_pages", most=MOST_PAGES)
    smaller, file = False, io.BytesIO()
    with pikepdf.new() as joined:
        for frame in ImageSequence.Iterator(sent):
            fit, had_more = _fitting(frame)
            smaller = smaller or had_more
            dots = _dots(frame, fit)
            with pikepdf.open(io.BytesIO(_page(fit, *dots))) as page:
                joined.pages.extend(page.pages)
        joined.save(file)
        pages = len(joined.pages)
    return Outcome(content=file.getvalue(), content_type=PDF, pages=pages, smaller=smaller)


def _has_page(image: Image.Image, number: int) -> bool:
    try:
        image.seek(number)
    except EOFError:
        return False
    finally:
        image.seek(0)
    return True


def _dots(frame: Image.Image, fit: Image.Image) -> tuple[float, float]:
    """Return the dots an inch, across and down, with which ``fit`` is as large as its page was."""
    across, down = map(float, frame.info.get("dpi", (0, 0)))
    if not (int(across) in DOTS and int(down) in DOTS):
        across = down = max(frame.size) / A4_INCHES
    return across * fit.width / frame.width, down * fit.height / frame.height


def _page(image: Image.Image, across: float, down: float) -> bytes:
    """Return a PDF of one page, turned upright."""
    upright = ImageOps.exif_transpose(image)
    if upright.size != image.size:
        across, down = down, across
    plain, file = _plain(upright, also=("1",)), io.BytesIO()
    quality = {} if plain.mode == "1" else {"quality": 90}
    plain.save(file, "PDF", dpi=(across, down), **quality)
    return file.getvalue()


def _plain(image: Image.Image, *, also: tuple[str, ...] = ()) -> Image.Image:
    """Return the image in gray or colour; what can be seen through is seen on white."""
    if image.mode in {"L", "RGB", *also}:
        return image
    if image.mode.startswith("I"):  # 16 bits of gray
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    return image.convert("RGB")
