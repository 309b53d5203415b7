"""Which browser, and roughly from where."""

import pytest

from cases.rules.visitors import browser_of, shortened


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko Firefox/115.0", ("Firefox", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537.36", ("Chrome", "Linux")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", ("Edge", "Windows")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari", ("Chrome", "Android")),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/17 Safari/604", ("Safari", "iPhone")),
        ("curl/8.1", ("", "")),
        ("", ("", "")),
    ],
)
def test_browser_and_system_are_named(line, words):
    assert browser_of(line) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.…"),
        ("2001:db8:85a3::7334", "2001:0db8:85a3:…"),
        ("rubbish", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_address_is_shortened_to_its_network(address, network):
    assert shortened(address) == network
