"""What was changed after the registration, beside the form that confirms it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Restatement
from cases.pages import parts
from cases.pages.facts import Fact
from cases.vocabulary import NameKind, RestatedPart


def restated(child: Child, part: RestatedPart, newest: Iterable[Restatement]) -> list[Fact]:
    """Return what is on record now, and who changed it since the last confirmation."""
    return [*_now(child, part), *map(_change, newest)]


def _now(child: Child, part: RestatedPart) -> list[Fact]:
    if part is RestatedPart.FATHER:
        return parts.father(child)
    person, mother = child.person, child.mother
    holding = child.agreement.holding
    return [
        *(
            Fact(label=parts.kind_of_name(NameKind(name.kind), holding), value=name.text)
            for name in person.names.all()
        ),
        Fact(label=_("Born"), value=parts.born(person)),
        Fact(label=_("Sex"), value=person.get_sex_display()),
        Fact(label=_("Mother"), value=mother.person.name, alt=mother),
    ]


def _change(row: Restatement) -> Fact:
    when = wording.moment_text(row.at)
    return Fact(label=_("Changed by"), value=row.by or _("On the server"), alt=when)
