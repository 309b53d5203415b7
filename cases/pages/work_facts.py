"""What stands on the first page; its template reads the fields by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.pages.facts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLine:
    """One act: ``url`` does it, ``about`` whom or what it is for, ``sign`` the shape of ``when``.

    Without a ``url`` it is told, and not done here. ``number_url`` are those whom ``number``
    counts, where they stand beside the act.
    """

    label: Words
    url: str = ""
    about: str = ""
    number: str = ""
    number_url: str = ""
    amount: str = ""
    when: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """The lines of one family; what is of no family has no ``reference``."""

    lines: Sequence[WorkLine]
    name: str = ""
    reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCard:
    """A heading with how many there are, the first of them by family, and the list of all.

    ``note`` says more of it, ``seats`` how many are taken, who stand at ``seats_url``.
    """

    title: Words
    groups: Sequence[WorkGroup]
    total: int | str = 0
    url: str = ""
    tone: str = ""
    note: str = ""
    seats: str = ""
    seats_url: str = ""
    head: str = ""

    @property
    def is_by_family(self) -> bool:
        return any(group.reference for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCases:
    """How many open cases of a person stand in one part of the way, and their list."""

    label: Words
    count: int
    url: str
