"""A letter as a paper, and as a document for a word processor."""

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases.files.docx import document
from cases.kept import said
from cases.models import Letter
from cases.queries.kept_words import words
from cases.vocabulary import LetterLanguage

#: The heads of letters, in their own languages.
_TITLES = {
    ("exit_permit", "en"): "Note verbale",
    ("exit_permit", "ru"): "Вербальная нота",
    ("exit_permit", "ar"): "مذكرة شفوية",
    ("hearing", "en"): "Request for a hearing",
    ("hearing", "ru"): "Ходатайство о назначении заседания",
    ("hearing", "ar"): "طلب تحديد جلسة",
    ("handover", "en"): "Certificate of handover",
    ("handover", "ru"): "Акт передачи ребёнка",
    ("handover", "ar"): "شهادة تسليم",
}


def letter_mark(letter: Letter) -> str:
    """Return that a letter is not for sending; empty where it is."""
    if letter.for_sending:
        return ""
    return _("Not for sending: nobody has checked this wording.")


def letter_paper(letter: Letter) -> dict[str, object]:
    """Return the data of the paper, in the language of the letter."""
    return {
        "lang": letter.language,
        "from": _sender(letter),
        "letterhead": True,
        "as_of": "",
        **({"internal": ""} if letter.for_sending else {}),
        "rtl": letter.language == LetterLanguage.ARABIC,
        "title": _TITLES[letter.kind, letter.language],
        "agreement": "",
        "reference": letter.child.reference,
        "facts": [],
        "mark": letter_mark(letter),
        "mark_lang": get_language() or "en",
        "paragraphs": [part.split("\n") for part in letter.body.split("\n\n")],
    }


def letter_document(letter: Letter) -> bytes:
    """Return the letter as a .docx, which says too that it is not for sending."""
    heads = [_sender(letter), _TITLES[letter.kind, letter.language]]
    mark = [letter_mark(letter)] if letter_mark(letter) else []
    parts = [*heads, *mark, *letter.body.split("\n\n")]
    rtl = letter.language == LetterLanguage.ARABIC
    return document(parts, language=letter.language, rtl=rtl, heads=len(heads))


def _sender(letter: Letter) -> str:
    with override(letter.language):
        return said(words().ministry)
