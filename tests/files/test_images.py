"""Images: made anew, made smaller where they are too large, joined where they have pages."""

import io

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from cases.files import first_pages, images
from cases.files.outcome import Unfit
from tests import papers

pillow_heif.register_heif_opener()
A4_AT_100 = (827, 1169)


def saved(kind: str, *pages: Image.Image, **more) -> bytes:
    file = io.BytesIO()
    more |= {"save_all": True, "append_images": pages[1:]} if pages[1:] else {}
    pages[0].save(file, kind, **more)
    return file.getvalue()


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Return the size of each page of a PDF, in points."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        boxes = [page.mediabox for page in pdf.pages]
        return [(round(float(box[2])), round(float(box[3]))) for box in boxes]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F"])
def test_tiff_of_any_mode_becomes_a_pdf_of_all_its_pages(mode):
    page = Image.new(mode, A4_AT_100)

    outcome = images.pages_of(saved("TIFF", page, page, dpi=(100, 100)))

    assert outcome.pages == 2
    assert sizes(outcome.content) == [(595, 842)] * 2


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_lzw", "packbits"])
def test_fax_of_unlike_dots_keeps_its_shape(compression):
    page = Image.new("1", (1728, 1078))

    outcome = images.pages_of(saved("TIFF", page, compression=compression, dpi=(204, 98)))

    assert sizes(outcome.content) == [(610, 792)]


def test_page_held_sideways_is_turned_upright():
    page = Image.new("L", (200, 100))

    outcome = images.pages_of(saved("TIFF", page, tiffinfo={274: 6}, dpi=(100, 100)))

    assert sizes(outcome.content) == [(72, 144)]


@pytest.mark.parametrize("dpi", [(0, 0), (1, 1), (72_000, 72_000)])
def test_page_whose_dots_are_not_known_is_an_a4(dpi):
    outcome = images.pages_of(saved("TIFF", Image.new("L", A4_AT_100), dpi=dpi))

    assert sizes(outcome.content) == [(595, 842)]


def test_tiff_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MOST_PAGES", 3)
    page = Image.new("1", (8, 8))

    assert images.pages_of(saved("TIFF", *[page] * 3)).pages == 3
    with pytest.raises(Unfit, match="too_many_pages") as refusal:
        images.pages_of(saved("TIFF", *[page] * 4))
    assert refusal.value.most == 3


def test_tiff_whose_pages_lead_back_to_the_first_ends(monkeypatch):
    monkeypatch.setattr(images, "MOST_PAGES", 3)
    content = bytearray(saved("TIFF", Image.new("1", (8, 8))))
    first = int.from_bytes(content[4:8], "little")
    entries = int.from_bytes(content[first : first + 2], "little")
    after = first + 2 + 12 * entries
    content[after : after + 4] = content[4:8]

    assert images.pages_of(bytes(content)).pages == 1


def test_heic_becomes_a_jpeg_without_its_place():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Rusafa"

    outcome = images.from_heic(saved("HEIF", Image.new("RGB", (64, 48)), exif=exif.tobytes()))

    assert outcome.content_type == "image/jpeg"
    assert Image.open(io.BytesIO(outcome.content)).size == (64, 48)
    assert b"Rusafa" not in outcome.content


def test_heic_of_several_pictures_becomes_a_pdf_of_all():
    picture = Image.new("RGB", (64, 48))

    outcome = images.from_heic(saved("HEIF", picture, picture))

    assert (outcome.content_type, outcome.pages) == ("application/pdf", 2)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("PNG", "RGBA"),
    ],
)
def test_large_image_of_any_mode_is_made_smaller(monkeypatch, kind, mode):
    monkeypatch.setattr(images, "MOST_PIXELS", 10_000)

    outcome = images.made_anew(papers.image(kind, size=(400, 100), mode=mode))

    assert outcome.smaller
    assert Image.open(io.BytesIO(outcome.content)).size == (200, 50)


def test_large_photograph_held_sideways_is_turned_upright(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 600)

    outcome = images.made_anew(papers.photograph())

    kept = Image.open(io.BytesIO(outcome.content))
    assert kept.size == (20, 30)
    assert dict(kept.getexif()) == {}


def test_large_pages_are_made_smaller_and_keep_their_size_on_paper(monkeypatch):
    monkeypatch.setattr(images, "MOST_PIXELS", 10_000)

    outcome = images.pages_of(saved("TIFF", Image.new("L", (400, 100)), dpi=(100, 100)))

    assert outcome.smaller
    assert sizes(outcome.content) == [(288, 72)]


def test_photograph_of_too_many_bytes_is_brought_below_the_limit():
    noise = Image.effect_noise((600, 400), 90)
    content = saved("JPEG", noise, quality=98)

    outcome = images.made_anew(content, most=40_000)

    assert len(outcome.content) <= 40_000
    assert outcome.smaller
    width, height = Image.open(io.BytesIO(outcome.content)).size
    assert (round(width / height, 1), width > 200) == (1.5, True)


@pytest.mark.parametrize("limit", ["MOST_SENT", "MOST_DECODED"])
def test_image_larger_than_can_be_read_is_refused(monkeypatch, limit):
    monkeypatch.setattr(images, "MOST_PIXELS", 100)
    monkeypatch.setattr(images, limit, 1000)

    with pytest.raises(Unfit, match="too_many_pixels"):
        images.made_anew(papers.image("PNG", size=(60, 40)))


def first_page(content: bytes) -> tuple[str, tuple[int, int]]:
    drawn = first_pages.first_page(content)
    with Image.open(io.BytesIO(drawn.content)) as image:
        return image.format, image.size


def test_first_page_of_a_photograph_and_of_a_scan_is_drawn_small():
    scan = io.BytesIO()
    Image.new("RGB", (800, 1200), "white").save(scan, "PDF")

    assert first_page(papers.image(size=(1200, 800))) == ("JPEG", (480, 320))
    assert first_page(scan.getvalue()) == ("JPEG", (427, 640))


@pytest.mark.parametrize(
    ("page", "tree", "size"),
    [
        (None, 90, (480, 320)),
        (0, 90, (427, 640)),
        (270, None, (480, 320)),
        (None, None, (427, 640)),
    ],
)
def test_first_page_is_turned_as_it_or_the_tree_above_it_says(page, tree, size):
    scan, turned = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (800, 1200), "white").save(scan, "PDF")
    with pikepdf.open(scan) as pdf:
        for place, degrees in ((pdf.pages[0].obj, page), (pdf.Root.Pages, tree)):
            if degrees is not None:
                place.Rotate = degrees
        pdf.save(turned)

    assert first_page(turned.getvalue()) == ("JPEG", size)


def test_page_of_letters_has_no_picture():
    with pytest.raises(Unfit):
        first_pages.first_page(papers.pdf())
