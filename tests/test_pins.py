"""What is installed is what the lock files say, letter for letter; its licences are listed."""

import re
from pathlib import Path

import pytest

from repatriation import licences

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def pins(name: str) -> dict[str, str]:
    """Return the versions in a file, by the name as the registry writes it."""
    return {re.sub(r"[-_.]+", "-", each.lower()): v for each, v in PIN.findall(read(name))}


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_lock_holds_every_pin_with_its_hashes(name: str) -> None:
    lock = read(f"{name}.lock")
    entries = re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]

    assert pins(f"{name}.txt").items() <= pins(f"{name}.lock").items(), "run make pins"
    assert [each for each in entries if "--hash=sha256:" not in each] == []
    assert len(entries) == len(pins(f"{name}.lock"))


def test_what_tests_install_is_what_serves() -> None:
    serves = read("requirements.lock").splitlines()

    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()
    assert set(serves) <= set(read("requirements-test.lock").splitlines())


def test_no_file_says_where_packages_come_from() -> None:
    for name in ("requirements.txt", "requirements-test.txt", *licences.LOCKS, "Makefile"):
        assert not re.search(r"index-url[ =]\S*//|find-links[ =]\S*/|https?://", read(name)), name


def test_the_list_of_licences_names_every_package() -> None:
    said = licences.written()

    assert set(said) == set.union(*map(licences.pinned, licences.LOCKS)), "run make pins"
    assert [package for package, licence in said.items() if licence == licences.UNKNOWN] == []
