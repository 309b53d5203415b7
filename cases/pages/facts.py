"""What pages show again and again; templates read the fields by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with its label; ``alt`` is a second line, ``url`` where the value leads.

    ``picture`` is the address of a small picture of it.
    """

    label: Words
    value: object
    alt: object = ""
    url: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in a row of a table; ``more`` is a second word, ``url`` where ``act`` leads.

    In a file ``plain`` stands for it, where it reads otherwise there.
    """

    text: object
    tone: str = ""
    more: object = ""
    act: Words = ""
    url: str = ""
    plain: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it is read down its column, digit under digit."""
        return isinstance(self.text, int | Decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """A thing and how it stands: without a ``tone`` it needs nobody; ``why`` says more.

    ``others`` are things that stand alike, in the same line, each with its own address.
    """

    label: Words
    status: Words
    tone: str = ""
    why: str = ""
    url: str = ""
    others: Sequence[tuple[Words, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One view of a list, with how many rows it has."""

    label: Words
    count: int | str
    url: str
    current: bool
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayStep:
    """A step of a way: ``state`` is done, current or later."""

    label: Words
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    label: Words
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on; ``url`` is the list without it."""

    label: Words
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum, written out; ``url`` leads to what it adds up, where one may see it.

    ``tone`` is that of its part of the bar.
    """

    label: Words
    value: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownName:
    """A name in the script its reader reads, and one more script under it; all may be empty."""

    name: str = ""
    lang: str = ""
    second: str = ""
    second_lang: str = ""


NO_NAME = ShownName()
