"""Who a mother is, where she is, and her legal situation."""

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Mother, User
from cases.pages.doors import address
from cases.pages.facts import Fact
from cases.pages.parts import birthplace, kind_of_name
from cases.queries.spellings import on_travel_document
from cases.templatetags.show import age_today, born
from cases.vocabulary import NameKind

if TYPE_CHECKING:
    from cases.models.mother import MotherWithMoves


def identity(mother: Mother, user: User, *, on: datetime.date) -> list[Fact]:
    """Return the names of a mother with where each is from, and her birth."""
    person, holding = mother.person, mother.agreement.holding
    spellings = person.names.all()
    names = [
        Fact(label=kind_of_name(NameKind(name.kind), holding), value=name.text)
        for name in spellings
    ]
    if names and not on_travel_document(spellings) and user.has_perm("cases.register_child"):
        url = address("mother-edit", mother.reference, "travel-name")
        names.append(Fact(label=NameKind.TRAVEL.label, value=_("Enter the name"), url=url))
    age = age_today(person, on) if person.born_earliest else ""
    birth = Fact(label=_("Born"), value=born(person), alt=age)
    basis = Fact(label=_("The birth is known from"), value=person.get_born_basis_display())
    return [*names, birth, basis, *birthplace(person)]


def band(mother: "MotherWithMoves", *, on: datetime.date, due: str, fees_url: str) -> list[Fact]:
    """Return what one wants to know first; ``due`` is what is still to be paid for the children."""
    person = mother.person
    facts = [
        Fact(
            label=_("Mother, born"),
            value=born(person),
            alt=age_today(person, on) if person.born_earliest else "",
        ),
        Fact(label=_("Where she is now"), value=mother.held_at or _("Not known yet")),
        Fact(
            label=_("Legal situation"),
            value=_("Show"),
            alt=_("each request is recorded"),
            url="?show=legal",
        ),
        Fact(
            label=_("Agreement"),
            value=mother.agreement,
            url=mother.agreement.get_absolute_url(),
        ),
    ]
    if due:
        facts.append(Fact(label=_("Fees due"), value=due, url=fees_url))
    return facts


def whereabouts(mother: "MotherWithMoves") -> list[Fact]:
    return [
        Fact(label=_("Where she is now"), value=mother.held_at or _("Not known yet")),
        Fact(label=_("Team"), value=mother.team),
        Fact(label=_("Agreement"), value=mother.agreement, alt=_numbers_before(mother)),
    ]


def _numbers_before(mother: "MotherWithMoves") -> str:
    if not mother.had:
        return ""
    return _("before: %(reference)s") % {"reference": ", ".join(mother.had)}


def legal(mother: Mother) -> list[Fact]:
    """Return what proceedings there are and what came of them; sensitive."""
    day = wording.day_text(mother.sentenced_on) if mother.sentenced_on else ""
    return [
        Fact(label=_("Proceedings"), value=mother.get_proceedings_display()),
        Fact(label=_("Sentence"), value=mother.get_sentence_display()),
        Fact(label=_("Months"), value=mother.sentence_months or ""),
        Fact(label=_("Sentenced on"), value=day),
    ]
