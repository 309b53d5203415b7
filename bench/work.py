"""The pieces of work that are measured, as a person does them in the browser."""

import datetime
import http.client
import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

from anyascii import anyascii

from bench.forms import filled

_NAMES = itertools.count(1)


def pages(reference: str) -> dict[str, tuple[str, str]]:
    """Return what is only read: its name, who reads it, and its address."""
    return {
        "W1 dashboard": ("reviewer", "/dashboard/"),
        "W1 dashboard, official": ("official", "/dashboard/"),
        "W1 dashboard, own": ("caseworker", "/dashboard/"),
        "W1 dashboard, a past day": ("reviewer", f"/dashboard/?on={_ago(100)}&vs={_ago(200)}"),
        "W1 briefing": ("official", "/dashboard/briefing/"),
        "W2 list of 50, filtered": (
            "reviewer",
            "/children/?agreement=tajikistan-iraq&stage=placed&per_page=50",
        ),
        "W4 one child": ("reviewer", f"/children/{reference}/"),
        "my work, caseworker": ("caseworker", "/"),
        "my work, reviewer": ("reviewer", "/"),
        "reviews": ("reviewer", "/reviews/"),
        "fees": ("finance", "/fees/"),
        "tasks": ("caseworker", "/tasks/"),
        "families": ("caseworker", "/mothers/"),
    }


def _ago(days: int) -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=days)


def far_page(children: int) -> tuple[str, str]:
    """Return the last page of the list, up to page 1,000, for W7."""
    return "reviewer", f"/children/?per_page=50&page={min(1_000, max(1, children // 50))}"


def searches(client: Any, name: str, reference: str) -> dict[str, Callable[[], None]]:
    """Return W3 in four kinds; a child's whole name, misspelt too, must find its reference."""
    given, surname = name.split()
    typed = {
        "W3 search, Latin word": (anyascii(given), ""),
        "W3 search, part of a word": (surname[:5].lower(), ""),
        "W3 search, two words": (f"{given} {surname}", reference),
        "W3 search, misspelt Latin": (anyascii(f"{given} {surname[:2]}{surname[3:]}"), reference),
    }
    return {kind: _search(client, *asked) for kind, asked in typed.items()}


def _search(client: Any, typed: str, reference: str) -> Callable[[], None]:
    form = filled(client.get("/search/"), "q", q=typed)

    def act() -> None:
        if reference not in client.post_for_page("/search/", form):
            raise RuntimeError(f"{typed} does not find {reference}")

    return act


def assessments(client: Any, references: Iterator[str]) -> Callable[[], int]:
    """Return W5: each call posts the assessment of one more verified child."""
    opened: list[tuple[str, list[tuple[str, str]]]] = []
    for reference in references:
        address = f"/children/{reference}/assess/"
        page = client.get(address)
        fields = filled(page, "proposal_reasons")
        notes = [name for name, _ in fields if name.startswith("note-")]
        answers = {name.replace("note-", "answer-"): "yes" for name in notes}
        answers |= {"proposed": "eligible", "proposal_reasons": "Papers seen."}
        opened.append((address, filled(page, "proposal_reasons", **answers)))
    forms = iter(opened)

    def act() -> int:
        return client.post(*next(forms))

    return act


def decisions(client: Any, references: Iterator[str]) -> Callable[[], int]:
    """Return the decision, each call on the assessment of one more child, as proposed."""
    opened: list[tuple[str, list[tuple[str, str]]]] = []
    for reference in references:
        address = f"/assessments/{reference}/1/"
        decided = {"decided": "eligible", "reasons": "As proposed."}
        opened.append((address, filled(client.get(address), "reasons", **decided)))
    forms = iter(opened)

    def act() -> int:
        return client.post(*next(forms))

    return act


def families(client: Any, times: int) -> Callable[[], None]:
    """Return the registering of a family: each call posts a mother and one child."""
    opened = [_family(client.get("/mothers/new/")) for _ in range(times)]
    forms = iter(opened)

    def act() -> None:
        status = client.post("/mothers/new/", next(forms))
        if status != http.client.FOUND:
            raise RuntimeError(f"The family was not registered: {status}")

    return act


def duplicates(client: Any, mother: str, child: str) -> Callable[[], None]:
    """Return the question for likely duplicates of a mother and a child of the register."""
    people = {"mother-name_family": mother, "child-0-name_family": child}
    form = filled(client.get("/mothers/new/"), "mother-name_family", **people)

    def act() -> None:
        if "TJ-IQ-" not in client.post_for_page("/mothers/new/duplicates/", form):
            raise RuntimeError(f"Nobody on record is like {mother} and {child}")

    return act


def _family(page: str) -> list[tuple[str, str]]:
    chosen = random.Random(next(_NAMES))
    # Consonants far enough from one another that nobody is asked about a likely duplicate.
    mother, family, child = ("а".join(chosen.sample("бвгдзклмнпрст", 6)) for _ in range(3))
    empty = filled(page, "mother-name_family")
    values = {
        "mother-name_family": f"{mother} {family}",
        "mother-born": "1990",
        "child-0-name_family": child,
        "child-0-born": "2020",
        "child-0-sex": "f",
        "register": "1",
    }
    unsent = {"save_draft", "add_child", *values}
    sent = [(name, value) for name, value in empty if name not in unsent]
    return [pair for pair in sent if "__prefix__" not in pair[0]] + list(values.items())
