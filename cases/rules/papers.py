"""Which documents can show what a second person confirms.

Source: our assumption. A consent form or a medical document does not show who a child is.
"""

from collections.abc import Mapping

from cases.vocabulary import DocumentKind, RestatedPart

_ANY = (DocumentKind.COURT_ORDER, DocumentKind.LETTER, DocumentKind.PHOTO, DocumentKind.OTHER)
_KIN = (DocumentKind.BIRTH, DocumentKind.IDENTITY, DocumentKind.KINSHIP)
#: By the part of the record that is confirmed; the guards of the database ask the same.
SHOWS: Mapping[RestatedPart, tuple[DocumentKind, ...]] = {
    RestatedPart.IDENTITY: (*_KIN, DocumentKind.TRAVEL, *_ANY),
    RestatedPart.FATHER: (DocumentKind.DEATH, *_ANY),
}
#: Those that can show how two people are related.
OF_KIN = (*_KIN, *_ANY)
#: How the detail of a journal entry ends where a second person confirmed without a paper.
NO_PAPER = ":no_paper"
