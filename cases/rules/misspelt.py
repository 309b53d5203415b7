"""Words with one mistake of a hand: a letter too many, too few, another, or two turned round."""

import re
from collections.abc import Hashable, Iterator, Mapping
from itertools import takewhile

#: The shortest word that a mistake is seen in, and two letters that are turned round.
FEWEST, FEWEST_TURNED = 6, 5
#: Arabic words that are one letter apart are words of their own: الولد, الوالد.
_WRITTEN = re.compile("[a-zа-я]+")


class Speller:
    """Words by what each means, to be told from what is nearly one of them."""

    def __init__(self, meanings: Mapping[str, Hashable]) -> None:
        self._meanings = meanings
        self._near: dict[str, set[str]] = {}
        for word in filter(_WRITTEN.fullmatch, meanings):
            for part in _with_one_less(word):
                self._near.setdefault(part, set()).add(word)

    def meant(self, word: str) -> str:
        """Return the word that ``word`` is one mistake away from, "" for none or several."""
        near = {other for part in _with_one_less(word) for other in self._near.get(part, ())}
        near = {other for other in near if _is_mistake(word, other)}
        return min(near) if len({self._meanings[other] for other in near}) == 1 else ""


def _with_one_less(word: str) -> Iterator[str]:
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_mistake(word: str, of: str) -> bool:
    """Return whether one mistake makes ``word`` of another; at an end it makes another form."""
    if word[:1] != of[0]:
        return False
    alike = [*takewhile(lambda pair: pair[0] == pair[1], zip(word, of, strict=False))]
    one, other = word[len(alike) :], of[len(alike) :]
    if one[:2] == other[1::-1] and one[2:] == other[2:]:
        return len(of) >= FEWEST_TURNED
    is_form = word[-1] != of[-1] and word != of[:-1]
    is_one = other[1:] in (one, one[1:]) or one[1:] == other
    return max(len(word), len(of)) >= FEWEST and is_one and not is_form
