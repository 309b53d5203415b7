"""What forms hand to the acts has the shape that their annotations promise.

mypy holds the other half: a view calls each act with ``**form.facts()``, and mypy compares the
keys of the TypedDict with the parameters of the act.
"""

import ast
import datetime
import inspect
import pkgutil
import textwrap
from enum import Enum
from importlib import import_module
from typing import TypedDict, get_type_hints, is_typeddict

import pytest
from django import forms

import cases.forms
from cases.forms.versions import facts_of
from cases.vocabulary import Reason


def forms_with_facts() -> list[type[forms.BaseForm]]:
    """Return the forms that feed an act; not those that make dataclasses of a family."""
    modules = [
        import_module(m.name) for m in pkgutil.iter_modules(cases.forms.__path__, "cases.forms.")
    ]
    classes = {
        each for module in modules for each in vars(module).values() if inspect.isclass(each)
    }
    return sorted(
        (each for each in classes if issubclass(each, forms.BaseForm) and _kind(each)),
        key=lambda each: (each.__module__, each.__qualname__),
    )


def _kind(form: type[forms.BaseForm]) -> type | None:
    """Return the TypedDict that ``facts`` of the form returns by its annotation."""
    facts = getattr(form, "facts", None)
    kind = get_type_hints(facts)["return"] if facts else None
    return kind if is_typeddict(kind) else None


def _returned(form: type[forms.BaseForm]) -> tuple[set[str], bool]:
    """Return the keys that ``facts`` sets explicitly, and whether ``facts_of`` adds the others."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(form.facts)))
    value = next(node.value for node in ast.walk(tree) if isinstance(node, ast.Return))
    if isinstance(value, ast.Dict):
        keys = {key.value for key in value.keys if isinstance(key, ast.Constant)}
        bases = [base for base in form.__mro__[1:] if "facts" in vars(base)]
        return (keys | set(_kind(bases[0]).__annotations__) if None in value.keys else keys), False
    assert isinstance(value, ast.Call)
    assert value.func.id == "facts_of"
    assert value.args[1].id == _kind(form).__name__
    return {keyword.arg for keyword in value.keywords}, True


def _has_day(form: type[forms.BaseForm]) -> bool:
    """Whether the form asks for the day, or is opened on one."""
    takes = any("on" in inspect.signature(base.__init__).parameters for base in form.__mro__)
    return "on_day" in form.base_fields or takes


FORMS = forms_with_facts()


def test_many_forms_feed_acts():
    assert len(FORMS) > 50


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_facts_have_exactly_the_keys_of_their_typed_dict(form):
    keys, (explicit, others) = set(_kind(form).__annotations__), _returned(form)
    if not others:
        assert explicit == keys
        return
    assert explicit <= keys
    days = {"on"} if _has_day(form) else set()
    assert keys - explicit <= form.base_fields.keys() | days


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_words_of_a_vocabulary_are_required_and_offered_from_it(form):
    """``facts_of`` makes a word of each, which an empty answer is not."""
    explicit, _others = _returned(form)
    for key, hint in get_type_hints(_kind(form)).items():
        if key not in explicit and inspect.isclass(hint) and issubclass(hint, Enum):
            field = form.base_fields[key]
            assert field.required
            assert {value for value, _label in field.choices if value} <= set(hint)


class Waiting(TypedDict):
    on: datetime.date
    reason: Reason
    note: str


class WaitingForm(forms.Form):
    reason = forms.ChoiceField(choices=Reason.choices)
    note = forms.CharField()
    on = datetime.date(2026, 3, 4)


class WaitingOnForm(WaitingForm):
    on_day = forms.DateField()


def cleaned(kind: type[forms.Form]) -> forms.Form:
    form = kind({"reason": "health", "note": "Fever", "on_day": "2026-03-01"})
    assert form.is_valid()
    return form


def test_facts_are_taken_by_name_and_words_of_their_vocabulary():
    facts = facts_of(cleaned(WaitingForm), Waiting)
    assert facts == {"on": datetime.date(2026, 3, 4), "reason": Reason.HEALTH, "note": "Fever"}
    assert isinstance(facts["reason"], Reason)


def test_day_that_was_entered_comes_before_the_day_of_the_form():
    assert facts_of(cleaned(WaitingOnForm), Waiting)["on"] == datetime.date(2026, 3, 1)


def test_computed_facts_come_before_what_was_entered():
    assert facts_of(cleaned(WaitingForm), Waiting, note="Cough")["note"] == "Cough"


def test_fact_that_the_form_does_not_ask_for_is_an_error():
    class Named(TypedDict):
        name: str

    with pytest.raises(KeyError, match="name"):
        facts_of(cleaned(WaitingForm), Named)
