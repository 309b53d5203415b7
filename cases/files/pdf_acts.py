"""Finds in the objects of a PDF whatever acts, opens, sends or carries something else.

Of acts an allow-list holds: a place in the same file, and a press on an address of the web.
Source: ISO 32000-2, 12.6 (actions), 12.5 (annotations), 7.11 (files).
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from pikepdf import Array, Dictionary, Name, Stream, String


class Found(StrEnum):
    """What is found in a PDF that no paper needs."""

    SCRIPT = "script"
    ACT = "act"
    FILE = "file"
    FORM = "form"
    MEDIA = "media"
    HIDDEN = "hidden"


#: Names that say so wherever they stand.
_NAMES = {
    "/3D": Found.MEDIA,
    "/EmbeddedFile": Found.FILE,
    "/FileAttachment": Found.FILE,
    "/GoTo3DView": Found.ACT,
    "/GoToE": Found.ACT,
    "/GoToR": Found.ACT,
    "/ImportData": Found.FORM,
    "/JavaScript": Found.SCRIPT,
    "/Launch": Found.ACT,
    "/Movie": Found.MEDIA,
    "/Rendition": Found.MEDIA,
    "/RichMedia": Found.MEDIA,
    "/RichMediaExecute": Found.MEDIA,
    "/Sound": Found.MEDIA,
    "/SubmitForm": Found.FORM,
}
#: Kinds of annotations and images that say so as a kind alone.
_KINDS = {"/PS": Found.SCRIPT, "/Screen": Found.MEDIA}
#: Keys under which it is kept, whatever it is called.
_KEYS = {
    "/AlternatePresentations": Found.MEDIA,
    "/Collection": Found.FILE,
    "/EmbeddedFiles": Found.FILE,
    "/JavaScript": Found.SCRIPT,
    "/Renditions": Found.MEDIA,
    "/RichMediaContent": Found.MEDIA,
    "/RichMediaSettings": Found.MEDIA,
    "/XFA": Found.FORM,
}
#: Keys of an act, which say the same of no other thing.
_ACTS = {"/A", "/Next", "/OpenAction", "/PA"}
#: What a person who presses a link may come to; nothing else starts by being pressed.
_PRESSED = {"/A", "/PA"}
#: What an entry holds if it carries a file, or takes a page or an image from one.
_OF_A_FILE = {
    "/EF": {"/DOS", "/F", "/Mac", "/UF", "/Unix"},
    "/OPI": {"/1.3", "/2.0"},
    "/Ref": {"/F"},
}
_MOVES = {"/FirstPage", "/LastPage", "/NextPage", "/PrevPage"}
#: An address of the web or of mail; no share, no file of this machine, no script.
_ADDRESS = re.compile(rb"(?:https?://|mailto:|tel:)[^\x00-\x1f\\]+\Z", re.IGNORECASE)

#: Stands where another object would be, of which nothing is known.
ELSEWHERE = Name("/Elsewhere")

Holder = Array | Dictionary | Stream


def found_in(thing: object) -> Iterator[Found]:
    """Return what is found in an object and in what lies directly in it."""
    for holder, key, value in _entries(thing):
        if part := _found(holder, key, value):
            yield part


def take_off(thing: object) -> None:
    """Take off an object, and off what lies directly in it, whatever is found."""
    for holder, key, value in list(_entries(thing)):
        if _found(holder, key, value) and not isinstance(holder, Array) and key in holder:
            del holder[key]


def _entries(thing: object) -> Iterator[tuple[Holder, str, object]]:
    """Return each entry of an object and of what lies directly in it, with its key."""
    waiting = [thing]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, Array):
            entries = [("", value) for value in holder]
        elif isinstance(holder, Dictionary | Stream):
            entries = list(holder.items())
        else:
            continue
        for key, value in entries:
            yield holder, key, value
            if isinstance(value, Array | Dictionary) and not value.is_indirect:
                waiting.append(value)


def _found(holder: Holder, key: str, value: object) -> Found | None:
    if isinstance(value, Name) and value == ELSEWHERE:
        return Found.HIDDEN if key in {"/AA", "/Next", "/OpenAction", "/S"} else None
    if isinstance(value, Name):
        return _NAMES.get(str(value)) or (_KINDS.get(str(value)) if "Subtype" in key else None)
    if part := _KEYS.get(key):
        return part
    if key == "/JS" and isinstance(value, String | Stream):
        return Found.SCRIPT
    if key in {"/AA", *_ACTS}:
        return _found_act(key, value)
    return _found_file(holder, key, value)


def _found_act(key: str, value: object) -> Found | None:
    """Return what an act does, unless it moves within the file or is a press on an address."""
    if key == "/AA":  # starts by itself; a font may be called so
        begun = value.values() if isinstance(value, Dictionary) else ()
        return Found.ACT if any(_begins(act) for act in begun) else None
    acts: list[object] = [*value] if isinstance(value, Array) and key == "/Next" else [value]
    harmless = (_is_harmless(act, pressed=key in _PRESSED) for act in acts)
    return None if all(harmless) else Found.ACT


def _begins(act: object) -> bool:
    return "/S" in act if isinstance(act, Dictionary) else act == ELSEWHERE


def _is_harmless(act: object, *, pressed: bool) -> bool:
    kind = act.get("/S") if isinstance(act, Dictionary) else None
    if not isinstance(act, Dictionary) or kind is None or kind == Name.GoTo:
        return True  # a place to begin at, the look of a tag, a font called so
    if kind == Name.Named:
        return str(act.get("/N")) in _MOVES
    address = act.get("/URI")
    if kind != Name.URI or not pressed or not isinstance(address, String):
        return False
    return _ADDRESS.match(bytes(address)) is not None


def _found_file(holder: Holder, key: str, value: object) -> Found | None:
    """Return whether an entry carries another file, or takes something from one."""
    if key == "/F" and isinstance(holder, Stream):  # the content of a stream, elsewhere
        return Found.FILE if isinstance(value, String | Dictionary) else None
    names = set(value.keys()) if isinstance(value, Dictionary) else set()
    return Found.FILE if names & _OF_A_FILE.get(key, set()) else None
