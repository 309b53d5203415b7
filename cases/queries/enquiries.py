"""Enquiries of relatives: which wait, what stands in an act's way, who on record is near."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cases.models import Child, Enquiry, EnquiryAnswer, Mother, Person, Telling, User
from cases.models.enquiry import EnquiryQuerySet
from cases.queries.access import whole_children
from cases.queries.duplicates import GIVEN_UP
from cases.queries.search_names import names_like
from cases.rules.names import LIKELY, likeness, match_key
from cases.rules.places import spelling
from cases.vocabulary import TELLING, MayBeTold

#: Children that are shown for one enquiry, the nearest first.
SHOWN = 6
#: From which likeness two names are called the same.
SAME = 0.99
#: How much a child's own name counts, the mother's and the birth.
_NAME, _MOTHER, _BIRTH = 0.5, 0.3, 0.2


class EnquiryList(StrEnum):
    """The lists of enquiries."""

    OPEN = "open"
    WAITING = "waiting"
    ENDED = "ended"
    EVERY = "all"


_ON_LIST: dict[EnquiryList, dict[str, bool]] = {
    EnquiryList.OPEN: {"ended": False, "waits": False},
    EnquiryList.WAITING: {"ended": False, "waits": True},
    EnquiryList.ENDED: {"ended": True},
    EnquiryList.EVERY: {},
}


def listed(which: EnquiryList, user: User, **narrow: str) -> "EnquiryQuerySet":
    """Return the enquiries of a list that ``user`` may see; those to answer from the oldest on."""
    rows = Enquiry.objects.visible_to(user).in_state(**_ON_LIST[which]).filter(**narrow)
    newest = which in (EnquiryList.ENDED, EnquiryList.EVERY)
    rows = rows.order_by(*(("-received_on", "-pk") if newest else ("received_on", "pk")))
    return rows.select_related("child", "team", "recorded_by")


def counts(user: User, **narrow: str) -> dict[EnquiryList, int]:
    """Return how many enquiries each list has. One query."""
    rows = Enquiry.objects.visible_to(user).filter(**narrow).with_state().order_by()
    states = list(rows.values(*EnquiryQuerySet.STATE).annotate(n=Count("pk")))
    return {
        which: sum(row["n"] for row in states if of.items() <= row.items())
        for which, of in _ON_LIST.items()
    }


@dataclass(frozen=True, slots=True)
class Near:
    """A child whom an enquiry may be about: what agrees, what does not, 0 to 1 how much."""

    child: Child
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class NearOnes:
    """The children near to an enquiry whom its reader sees, and how many others there are."""

    shown: tuple[Near, ...]
    elsewhere: int

    def of(self, child: int | None) -> "NearOnes":
        """Return the one who was chosen, alone; nobody where nobody was."""
        return NearOnes(tuple(each for each in self.shown if each.child.pk == child), 0)


def near_ones(enquiry: Enquiry, *, to: User) -> NearOnes:
    """Return the children who have names like those of an enquiry, the nearest first.

    The whole register is looked through; of whom ``to`` may not see, only the number is told.
    """
    candidates = _candidates(enquiry)
    judged = [near for child in candidates if (near := _judged(enquiry, child))]
    # Whoever was chosen is among them, however little agrees.
    judged.sort(key=lambda each: (-each.score, each.child.reference))
    judged.sort(key=lambda each: each.child.pk != enquiry.child_id)
    nearest = judged[:SHOWN]
    keys = [each.child.pk for each in nearest]
    seen = set(whole_children(to).filter(pk__in=keys).values_list("pk", flat=True))
    shown = tuple(each for each in nearest if each.child.pk in seen)
    return NearOnes(shown, len(nearest) - len(shown))


def _candidates(enquiry: Enquiry) -> list[Child]:
    """Return the children found by their name or their mother's, and who was chosen already."""
    children = _hits("child", enquiry.child_name, _year(enquiry))
    mothers = _hits("mother", enquiry.mother_name, None)
    wanted = Q(pk__in=children) | Q(mother__in=mothers) | Q(pk=enquiry.child_id)
    rows = Child.objects.filter(wanted).exclude(closed_reason__in=GIVEN_UP)
    return list(rows.select_related("mother__team").with_names().order_by("pk"))


def _hits(kind: str, text: str, year: int | None) -> set[int]:
    if not text:
        return set()
    hits = names_like(text.split(), year, _every_child if kind == "child" else _every_mother)
    return {hit.pk for some in (hits.exact, hits.close) for hit in some[kind]}


def _every_child(_reader: User) -> "dict[str, QuerySet[Child]]":
    return {"child": Child.objects.all()}


def _every_mother(_reader: User) -> "dict[str, QuerySet[Mother]]":
    return {"mother": Mother.objects.all()}


def _year(enquiry: Enquiry) -> int | None:
    """Return the year of birth, where it is one."""
    first, last = enquiry.born_earliest, enquiry.born_latest
    return first.year if first and last and first.year == last.year else None


def _judged(enquiry: Enquiry, child: Child) -> Near | None:
    """Return what agrees and what does not; None where neither name does."""
    name = _alike(enquiry.child_name, child.person)
    mother = _alike(enquiry.mother_name, child.mother.person)
    if (name or 0) < LIKELY and (mother or 0) < LIKELY and child.pk != enquiry.child_id:
        return None
    overlap = _overlaps(enquiry, child.person)
    at_place = spelling(enquiry.place) in _called(child) if enquiry.place else None
    agrees = {
        "same_name": name is not None and name >= SAME,
        "similar_name": name is not None and LIKELY <= name < SAME,
        "same_mother": mother is not None and mother >= LIKELY,
        "birth_overlaps": overlap is True,
        "same_place": at_place is True,
    }
    differs = {
        "other_name": name is not None and name < LIKELY,
        "other_mother": mother is not None and mother < LIKELY,
        "other_birth": overlap is False,
    }
    return Near(
        child,
        tuple(code for code, holds in agrees.items() if holds),
        tuple(code for code, holds in differs.items() if holds),
        _NAME * (name or 0) + _MOTHER * (mother or 0) + (_BIRTH if overlap else 0),
    )


def _alike(text: str, person: Person) -> float | None:
    """Return how alike a name is to those of a person, 0 to 1; None where one has no name."""
    key, keys = match_key(text), [name.match_key for name in person.names.all() if name.match_key]
    return max((likeness(key, other) for other in keys), default=None) if key else None


def _overlaps(enquiry: Enquiry, person: Person) -> bool | None:
    if not (enquiry.born_earliest and enquiry.born_latest):
        return None
    if not (person.born_earliest and person.born_latest):
        return None
    return (
        enquiry.born_earliest <= person.born_latest and person.born_earliest <= enquiry.born_latest
    )


def _called(child: Child) -> set[str]:
    place = child.held_at
    return {spelling(place.name)} if place else set()


def is_telling(enquiry: Enquiry) -> bool:
    """Return whether the relative is being told whom the enquiry is about, or was."""
    tellings = enquiry.tellings.filter(dropped_by__isnull=True)
    return tellings.exclude(says=MayBeTold.NOT_ON_RECORD, told__isnull=False).exists()


def change_refusals(enquiry: Enquiry) -> list[str]:
    """Return why nobody can change whom an enquiry is about."""
    if is_telling(enquiry):
        return [_("The relative is being told of it. Withdraw that request first.")]
    return []


def choose_refusals(enquiry: Enquiry, child: Child | None, *, by: User) -> list[str]:
    """Return why ``by`` cannot say that an enquiry is about ``child``."""
    if child and not whole_children(by).filter(pk=child.pk).exists():
        return [_("There is no such case. Check the number.")]
    return change_refusals(enquiry)


def ask_refusals(enquiry: Enquiry) -> list[str]:
    """Return why nobody can ask to tell whether a child is on record."""
    if not enquiry.decided_by_id:
        return [_("Compare the enquiry with the register first.")]
    if enquiry.tellings.asked().exists():
        return [_("Already requested. It is waiting for a second person.")]
    if is_telling(enquiry):
        return [_("This was agreed already. Record that the relative was told.")]
    return []


def agreed_telling(enquiry: Enquiry) -> Telling | None:
    """Return what two people agreed to tell and nobody has told yet."""
    return enquiry.tellings.filter(approved_by__isnull=False, told__isnull=True).first()


def may_be_told(enquiry: Enquiry) -> list[MayBeTold]:
    """Return the sentences of which one can be told now: of a record only what was agreed on."""
    agreed = agreed_telling(enquiry)
    on_record = [MayBeTold(agreed.says)] if agreed else []
    return on_record + [each for each in MayBeTold if each not in TELLING]


def answers_of(enquiry: Enquiry) -> list[EnquiryAnswer]:
    """Return what the relative was told, the newest first. One query."""
    return list(enquiry.answers.select_related("by", "telling__approved_by"))


def telling_of(enquiry: int) -> Telling | None:
    """Return the newest request to tell whether a child is on record. One query."""
    people = ("asked_by", "approved_by", "dropped_by")
    rows = Telling.objects.filter(enquiry=enquiry).select_related(*people)
    return rows.order_by("-pk").first()
