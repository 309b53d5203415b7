from django.urls import get_resolver
from django.utils.translation import override

from cases.pages.access import page_name, page_title


def test_every_page_has_a_name_that_people_use():
    routes = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    nameless = {name for name in routes if page_name(name) == name}
    assert len(routes) > 190
    assert nameless <= {"healthz"}


def test_an_act_goes_by_the_name_of_its_page_in_the_readers_language():
    with override("ru"):
        assert str(page_name("batch-approve")) == str(page_name("batch")) == "Платёжный пакет"
        assert page_title("/children/TJ-IQ-0001-1/decide/") == str(page_name("child"))


def test_an_address_or_a_page_that_is_no_more_keeps_what_was_written():
    assert page_name("of-an-older-release") == "of-an-older-release"
    assert page_title("/nowhere/") == ""
