"""What a list says otherwise than the record of a child it names."""

from django.utils.translation import gettext as _

from cases.casework.listed import ListedChild
from cases.casework.people import span_of
from cases.models import Child
from cases.rules.siblings import same_letters
from cases.vocabulary import FatherStatus, Sex
from cases.wording import born_text


def changes_of(child: ListedChild, record: Child) -> list[str]:
    """Return a sentence for each fact of a row that differs from the record, to be confirmed."""
    facts, person = child.facts, record.person
    texts = [name.text for name in person.names.all()]
    changes = [
        _("name “%(name)s”") % {"name": name}
        for name in facts.person.names.values()
        if not same_letters([name], texts)
    ]
    if facts.person.sex not in (Sex.UNKNOWN, person.sex):
        words = {"sex": facts.person.sex.label}
        changes.append(_("sex %(sex)s") % words)
    birth, on_record = facts.person.birth, span_of(person)
    if birth and (
        on_record is None
        or (birth.earliest, birth.latest) != (on_record.earliest, on_record.latest)
    ):
        changes.append(_("born %(born)s") % {"born": born_text(birth.earliest, birth.latest)})
    if facts.father_name and not same_letters([facts.father_name], [record.father_name]):
        changes.append(_("father’s name “%(name)s”") % {"name": facts.father_name})
    if facts.father_status not in (FatherStatus.UNKNOWN, record.father_status):
        words = {"status": facts.father_status.label}
        changes.append(_("father: %(status)s") % words)
    return changes
