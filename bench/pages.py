"""Every page of every role, kept as text, to compare the register before and after a change.

    python -m bench.pages keep FOLDER http://127.0.0.1:8000 [ACCOUNT …]   with DEMO_PASSWORD
    python -m bench.pages compare BEFORE AFTER

Walks from the first page of each account of the demonstration along the links, a few addresses
of each kind, twice: the second time every page has been opened before. White space, tokens and
what changes with each request are left out. The exit status of ``compare`` is 1 where pages differ.
"""

import difflib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from bench.client import Client
from repatriation.serve import ACCOUNTS

#: Addresses of one kind: the same path with other references, numbers and filters.
OF_A_KIND = 3
_REFERENCE = re.compile(r"/(?:[A-Z]{2}(?:-[A-Z]{2})?-[\w-]+|\d+|[0-9a-f-]{32,})(?=/|$)")
_SKIPPED = re.compile(r"/(?:logout|static|media|language|documents)/|\.(?:pdf|xlsx)$")
#: What is another in every answer: tokens of forms, nonces, keys of files, the moment.
_FLEETING = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=name="sender" value=")[\w:-]+'
    r'|(?<=nonce=")[\w+/=-]+|[0-9a-f]{20,}'
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d\d:\d\d(?::\d\d)?\b"
)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.addresses.append(href)


def plain(page: str) -> str:
    """Return a page without what differs in every answer, one tag or text a line."""
    lines = re.split(r"(?=<)|(?<=>)", _FLEETING.sub("…", page))
    return "\n".join(line for each in lines if (line := " ".join(each.split())))


def walk(client: Client) -> dict[str, str]:
    """Return the pages that somebody signed in reaches by links, by address."""
    pages: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    waiting = ["/", "/children/", "/dashboard/"]
    for address in waiting:
        text = _page(client, address)
        pages[_FLEETING.sub("…", address)] = plain(text)
        links = _Links()
        links.feed(text)
        for href in links.addresses:
            further = _address(address, href)
            kind = _kind(further) if further else ""
            if further and further not in waiting and kinds[kind] < OF_A_KIND:
                kinds[kind] += 1
                waiting.append(further)
    return pages


def _page(client: Client, address: str) -> str:
    try:
        return client.get(address)
    except RuntimeError as refused:
        return str(refused)
    except UnicodeDecodeError:
        return "A file."


def _address(of: str, href: str) -> str:
    parts = urlsplit(urljoin(f"http://register{of}", href))
    if parts.netloc != "register" or _SKIPPED.search(parts.path):
        return ""
    query = urlencode(sorted(parse_qsl(parts.query)))
    return f"{parts.path}?{query}" if query else parts.path


def _kind(address: str) -> str:
    path, _, query = address.partition("?")
    names = ",".join(sorted({name for name, _value in parse_qsl(query)}))
    return f"{_REFERENCE.sub('/*', path)}?{names}"


def keep(folder: Path, at: str, accounts: Iterable[str] = ACCOUNTS) -> None:
    """Write the pages of every account to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for account in accounts:
        client = Client(urlsplit(at).port or 80)
        client.sign_in(account, os.environ["DEMO_PASSWORD"])
        walk(client)
        pages = walk(client)
        (folder / f"{account}.json").write_text(json.dumps(pages, ensure_ascii=False, indent=0))
        print(f"{account}: {len(pages)} pages")


def compare(before: Path, after: Path) -> int:
    """Print how the pages differ; return how many do."""
    different = 0
    for file in sorted(before.glob("*.json")):
        old, new = (json.loads((each / file.name).read_text()) for each in (before, after))
        for address in sorted(old.keys() | new.keys()):
            lines = [each.get(address, "").splitlines() for each in (old, new)]
            if lines[0] != lines[1]:
                different += 1
                print(f"\n{file.stem} {address}")
                print("\n".join(list(difflib.unified_diff(*lines, lineterm="", n=1))[2:40]))
        print(f"{file.stem}: {len(old)} pages before, {len(new)} after")
    return different


if __name__ == "__main__":
    if sys.argv[1] == "keep":
        keep(Path(sys.argv[2]), sys.argv[3], sys.argv[4:] or ACCOUNTS)
    else:
        sys.exit(compare(Path(sys.argv[2]), Path(sys.argv[3])) > 0)
