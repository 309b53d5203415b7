"""Which agreement a page shows: the one its address names, the one last chosen, or all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Agreement
from cases.web.gates import StaffRequest

#: In an address, and in the memory of a session: every agreement.
ALL = "all"
_KEY = "agreement"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementChoice:
    """What a page shows; ``offered`` is empty where there is nothing to choose."""

    agreement: Agreement | None
    offered: tuple[Agreement, ...]
    is_all: bool

    @property
    def slug(self) -> str:
        """The value of ``agreement`` in an address that shows the same."""
        return ALL if self.is_all else self.agreement.slug if self.agreement else ""

    @property
    def title(self) -> str:
        if self.is_all:
            return _("All agreements")
        return str(self.agreement) if self.agreement else ""

    def narrow(self, path: str = "agreement") -> dict[str, Agreement]:
        """Return the filter of rows whose agreement is at ``path``."""
        return {path: self.agreement} if self.offered and self.agreement else {}


def choice_of(
    request: StaffRequest, agreements: Sequence[Agreement], *, first_all: bool = False
) -> AgreementChoice:
    """Return what the address of a page asks for, else what this person chose last.

    Whoever has chosen nothing yet gets the first agreement, or all with ``first_all``; the
    choice is kept in the session.
    """
    if len(agreements) < 2:
        only = agreements[0] if agreements else None
        return AgreementChoice(agreement=only, offered=(), is_all=False)
    by_slug = {agreement.slug: agreement for agreement in agreements}
    slug = request.GET.get("agreement", "")
    if slug == ALL or slug in by_slug:
        if request.session.get(_KEY) != slug:
            request.session[_KEY] = slug
    else:
        usual = ALL if first_all else ""
        slug = usual if slug else request.session.get(_KEY, usual)
    is_all = slug == ALL
    current = None if is_all else by_slug.get(slug, agreements[0])
    return AgreementChoice(agreement=current, offered=tuple(agreements), is_all=is_all)


def last_choice(request: StaffRequest) -> str:
    """Return the address that is asked for, else chosen last, as ``choice_of`` will read it."""
    slug: str = request.GET.get("agreement", "")
    return slug or str(request.session.get(_KEY, ""))


def widened(request: StaffRequest) -> dict[str, str]:
    """Return the query that shows all agreements, where this person narrowed to one of them."""
    return {"agreement": ALL} if request.session.get(_KEY, ALL) != ALL else {}
