"""Lists that leave with names."""

from cases.models import Child, NamedExport
from cases.vocabulary import Role
from tests import factories
from tests.acts.example import Example, example


@example("named-export-ask")
def _() -> Example:
    factories.child()
    reviewer = factories.user(Role.REVIEWER, exports_names=True)
    rows = NamedExport.objects.filter(asked_by=reviewer)
    return Example((), {"purpose": "For the court in Baghdad"}, rows, by=reviewer)


def _waiting() -> NamedExport:
    factories.family(26)
    return factories.named_export(Child.objects.all())


@example("named-export-approve")
def _() -> Example:
    export = _waiting()
    rows = NamedExport.objects.filter(approved_by__isnull=False)
    return Example((export.pk,), {"version": 1}, rows)


@example("named-export-drop")
def _() -> Example:
    export = _waiting()
    rows = NamedExport.objects.filter(dropped_by__isnull=False)
    return Example((export.pk,), {"version": 1}, rows)
