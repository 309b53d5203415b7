"""The sections of a record, as they are opened and sent."""

from django.urls import reverse

from cases.models import Mother
from tests.sent import form_of


def address(record, section):
    name = "mother-edit" if isinstance(record, Mother) else "child-edit"
    return reverse(name, args=[record.reference, section])


def shown(page, record, section):
    """What the form of a section sends when nothing is changed."""
    return form_of(page.get(address(record, section)), holding="version")


def names(person):
    return {n.kind: (n.text, n.is_primary) for n in person.names.all()}
