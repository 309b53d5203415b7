"""A list that somebody saves, changes and deletes; and one that is looked through."""

from cases.models import AccessRow, SavedView
from cases.vocabulary import Role, Stage
from tests import factories
from tests.acts.example import Example, example

SAVED = {"name": "Mine this week", "shared_with": "nobody", "pinned": "on"}


@example("children-find")
def _() -> Example:
    child = factories.child(Stage.CLEARED)
    rows = AccessRow.objects.filter(page="children-find")
    return Example((), {"text": child.reference}, rows, child=child)


@example("view-new")
def _() -> Example:
    return Example((), SAVED, SavedView.objects.all())


@example("view-change")
def _() -> Example:
    view = _view()
    rows = SavedView.objects.filter(name=SAVED["name"])
    return Example((view.pk,), SAVED | {"version": view.version}, rows, by=view.owner)


@example("view-delete")
def _() -> Example:
    view = _view()
    rows = SavedView.objects.all()
    return Example((view.pk,), {"version": view.version}, rows, change=-1, by=view.owner)


def _view() -> SavedView:
    return factories.saved_view(factories.user(Role.CASEWORKER), "state=open")
