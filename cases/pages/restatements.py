"""What was changed after the registration, beside the form that confirms it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.models import Child, Restatement
from cases.pages import parts
from cases.vocabulary import RestatedPart


def restated(
    child: Child, part: RestatedPart, newest: Iterable[Restatement]
) -> list[dict[str, Any]]:
    """Return what is on record now, and who changed it since the last confirmation."""
    return [*_now(child, part), *map(_change, newest)]


def _now(child: Child, part: RestatedPart) -> list[dict[str, Any]]:
    if part is RestatedPart.FATHER:
        return parts.father(child)
    mother = {"label": _("Mother"), "value": child.mother.person.name, "alt": child.mother}
    names = [{"label": n.get_kind_display(), "value": n.text} for n in child.person.names.all()]
    born = {"label": _("Born"), "value": parts.born(child.person)}
    sex = {"label": _("Sex"), "value": child.person.get_sex_display()}
    return [*names, born, sex, mother]


def _change(row: Any) -> dict[str, Any]:
    return {
        "label": _("Changed by"),
        "value": row.by or _("On the server"),
        "alt": wording.moment_text(row.at),
    }
