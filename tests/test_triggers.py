import pgtrigger
import pytest
from pgtrigger import registry

from cases.models import Child
from repatriation.triggers import Registry


def test_registry_knows_the_names_that_pgtrigger_would_look_up():
    (own, *_) = Registry.__bases__
    known = registry._registry

    assert type(known) is Registry
    assert known.by_db_table == own.by_db_table.fget(known)
    assert known.pg_function_names == own.pg_function_names.fget(known)
    assert len(known.by_db_table) == len(known) > 500


def test_second_trigger_of_one_name_is_refused():
    twin = pgtrigger.Protect(name=Child._meta.triggers[0].name, operation=pgtrigger.Delete)

    with pytest.raises(KeyError, match="already used for model"):
        twin.register(Child)


def test_trigger_that_is_taken_out_leaves_no_name_behind():
    trigger = pgtrigger.Protect(name="only_of_this_test", operation=pgtrigger.Delete)

    for _again in range(2):
        trigger.register(Child)
        trigger.unregister(Child)

    assert (Child._meta.db_table, trigger.name) not in registry._registry.by_db_table
