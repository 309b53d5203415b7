import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from cases.admin.editing import SEARCH_BOX_LABELS

ROOT = Path(settings.BASE_DIR)
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))

# Text on ground, or mark on ground; the least contrast WCAG 2.2 AA asks of the pair.
PAIRS = [
    *((ink, ground, 4.5) for ink in ("ink", "muted", "link") for ground in ("bg", "surface")),
    *((ink, "sunken", 4.5) for ink in ("ink", "muted")),
    ("accent", "surface", 4.5),
    ("accent", "sunken", 4.5),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-h", 4.5),
    ("accent", "accent-soft", 4.5),
    *(
        (tone, ground, 4.5)
        for tone in ("ok", "warn", "bad", "info")
        for ground in (f"{tone}-soft", "surface")
    ),
    *(("ink", f"{tone}-soft", 4.5) for tone in ("ok", "warn", "bad", "info", "accent")),
    *(("link", f"{tone}-soft", 4.5) for tone in ("warn", "info", "accent")),
    ("idle", "idle-soft", 4.5),
    *((f"on-q{n}", f"q{n}", 4.5) for n in (1, 2, 3, 4)),
    *((mark, "surface", 3) for mark in ("ctl", "q1", "q2")),
    ("ctl", "bg", 3),
    ("ctl", "sunken", 3),
    ("focus", "focus-ink", 4.5),
]


_SCRIPT = re.compile(r"static '(js/[^']+)'")


def _styles():
    return "".join(path.read_text() for path in STYLES)


def _tokens(theme):
    """The colours of a theme by name; a token without a dark value keeps its light one."""
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", _styles()))
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", _styles())
    return plain | {name: dark if theme == "dark" else light for name, light, dark in pairs}


def _luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _weight(paths):
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def _words(source):
    """What a template says in plain text or in a spoken attribute, past every translation."""
    source = re.sub(r"{#.*?#}|<!--.*?-->", "", source, flags=re.DOTALL)
    source = re.sub(r"{% (blocktrans\w*|comment)\b.*?{% end\1 %}", "", source, flags=re.DOTALL)
    source = re.sub(r"{%.*?%}|{{.*?}}", "", source, flags=re.DOTALL)
    source = re.sub(r"<(kbd|script)\b.*?</\1>", "", source, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', source)
    return re.findall(r"[^\W\d_]{2,}", " ".join([re.sub(r"<[^>]*>", " ", source), *spoken]))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_tokens_are_readable(theme, ink, ground, least):
    colours = _tokens(theme)

    contrast = _contrast(colours[ink], colours[ground])

    assert contrast >= least


def test_light_tokens_are_the_same_with_and_without_light_dark():
    plain = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", _styles()))

    light = _tokens("light")

    assert light == plain


def test_styles_name_no_physical_side():
    sides = re.findall(r"\bleft\b|\bright\b|-left|-right", _styles())

    assert sides == []


def test_styles_stay_within_the_oldest_browser():
    too_new = re.findall(r"oklch|@scope|@starting-style|&\s*[.:\[{]", _styles())

    assert too_new == []


def test_styles_and_scripts_of_a_page_stay_light():
    scripts = {path: set(_SCRIPT.findall(path.read_text())) for path in TEMPLATES}
    frame = {"frame/assets.html", "base.html"}
    framed = set().union(*(scripts.pop(ROOT / "templates" / name) for name in frame))

    for path in STYLES:  # the administration has its own
        assert _weight([path]) <= 12 * 1024, path
    for path, own in scripts.items():
        assert _weight(ROOT / "static" / name for name in framed | own) <= 8 * 1024, path
    of_pages = {f"js/{path.name}" for path in SCRIPTS} - {SEARCH_BOX_LABELS}
    assert framed.union(*scripts.values()) == of_pages


def test_scripts_store_nothing_in_the_browser_and_evaluate_nothing():
    source = "".join(path.read_text() for path in SCRIPTS)

    forbidden = re.findall(r"localStorage|sessionStorage|indexedDB|\beval\b|new Function", source)

    assert forbidden == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_holds_no_inline_style_script_or_bare_text(path):
    source = path.read_text()

    inline = re.findall(r"\sstyle=|\son\w+=\"|<style|<script(?![^>]*\bsrc=)|javascript:", source)

    assert inline == []
    assert _words(source) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_compiles(path):
    name = str(path.relative_to(ROOT / "templates"))

    assert get_template(name).template.name == name


def test_component_says_its_context_first():
    silent = [p.stem for p in COMPONENTS if not p.read_text().startswith("{# context: ")]

    assert silent == []


def test_template_has_no_line_over_200_characters():
    long = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in TEMPLATES
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 200
    ]

    assert long == []
