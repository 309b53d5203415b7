"""People, by sex, birth and names."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from operator import attrgetter
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.country import Country
from cases.models.guards import (
    TODAY,
    Always,
    Editable,
    FourEyes,
    after,
    as_owner,
    at_commit,
    before,
    both_or_neither,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuses,
    without_controls,
    written_once,
)
from cases.models.numbers import bare_number
from cases.models.place import Place
from cases.models.prepared import KEYS, AnyOf, Records
from cases.models.user import User
from cases.vocabulary import (
    BirthBasis,
    IdentifierScheme,
    NameKind,
    NameWithdrawn,
    Script,
    Sex,
)


def to_compare(person, operation, condition=None, *, name="to_compare") -> pgtrigger.Trigger:
    """Return the trigger that marks ``person`` as to be compared with everybody else."""
    mark = after(name, operation, f"PERFORM cases_mark_to_compare({person});", condition=condition)
    return as_owner(mark)


@keeps_history()
class Person(Editable):
    """A person; a birth is a range of days, never a guess."""

    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    born_earliest = models.DateField(_("born not before"), null=True, blank=True)
    born_latest = models.DateField(_("born not after"), null=True, blank=True)
    born_stated_on = models.DateField(_("date of this statement of age"), null=True, blank=True)
    born_basis = models.CharField(
        _("birth date known from"), max_length=10, choices=BirthBasis.choices, blank=True
    )
    birthplace = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("birthplace")
    )
    nationality = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nationality"),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            one_of("person_sex_known", "sex", Sex),
            both_or_neither(
                "person_birth_all_or_none", "born_earliest", "born_latest", "born_stated_on"
            ),
            models.CheckConstraint(
                name="person_birth_in_order",
                condition=Q(born_earliest__isnull=True)
                | Q(born_earliest__lte=F("born_latest"), born_latest__lte=F("born_stated_on")),
            ),
        ]
        triggers = [
            no_delete(),
            refuses(
                "person_birth_stated_by_today",
                pgtrigger.Insert | pgtrigger.Update,
                f"NEW.born_stated_on > {TODAY}",
                "A birth cannot be stated in the future.",
                trigger="birth_stated_by_today",
            ),
            before(
                "birth_fits_family",
                pgtrigger.Update,
                "PERFORM cases_refuse_impossible_mother("
                "NEW.id, NEW.born_earliest, NEW.born_latest);",
                condition=pgtrigger.AnyChange("born_earliest", "born_latest"),
            ),
            as_owner(
                after(
                    "identity_is_restated",
                    pgtrigger.Update,
                    "PERFORM cases_restate_identity(NEW.id);",
                    condition=pgtrigger.AnyChange(
                        "sex", "born_earliest", "born_latest", "nationality"
                    ),
                )
            ),
            to_compare(
                "NEW.id",
                pgtrigger.Update,
                pgtrigger.AnyChange("sex", "born_earliest", "born_latest"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def name(self) -> str:
        """The primary name as given, or an empty string when no name is known."""
        names = sorted(self.names.all(), key=lambda name: (not name.is_primary, name.pk))
        return names[0].text if names else ""


def words_in(column: str) -> models.Func:
    """Return the words of a column of a name, as its index holds them."""
    words = ArrayField(models.TextField())
    return models.Func(F(column), function="cases_words", output_field=words)


class PersonNameQuerySet(models.QuerySet["PersonName"]):
    def with_words(self) -> "PersonNameQuerySet":
        """Annotate ``folded_words`` and ``key_words``, each with an index."""
        return self.alias(folded_words=words_in("folded"), key_words=words_in("match_key"))


class InForce(models.Manager["PersonName"]):
    """Leaves out the names that were withdrawn, as every page does."""

    def get_queryset(self) -> PersonNameQuerySet:
        return PersonNameQuerySet(self.model, using=self._db).filter(withdrawn_at__isnull=True)

    def with_words(self) -> PersonNameQuerySet:
        return self.get_queryset().with_words()


class Withdrawable(Editable):
    """What was entered of a person once: it is withdrawn, never deleted."""

    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(
        _("withdrawn because"),
        max_length=12,
        choices=NameWithdrawn.choices,
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True


def withdrawn_once(name: str) -> FourEyes:
    """Return the guards that a row is withdrawn whole, and then stays as it is."""
    whole = ("withdrawn_by", "withdrawn_at", "withdrawn_reason")
    return FourEyes(
        constraints=[
            both_or_neither(f"{name}_withdrawn_whole", *whole),
            models.CheckConstraint(
                name=f"{name}_withdrawn_reason_known",
                condition=Q(withdrawn_reason__isnull=True)
                | Q(withdrawn_reason__in=NameWithdrawn.values),
            ),
        ],
        triggers=[
            no_delete(),
            refuses(
                f"{name}_withdrawn_stays",
                pgtrigger.Update,
                "OLD.withdrawn_at IS NOT NULL",
                "What was withdrawn stays as it was.",
                trigger="withdrawn_stays",
            ),
        ],
    )


#: Keeps the words of a name that are in the dictionary of neither kind yet.
LEARN = """
INSERT INTO cases_nameword (text, is_key)
SELECT DISTINCT word, is_key
FROM (VALUES (NEW.folded, false), (NEW.match_key, true)) AS name (words, is_key),
     string_to_table(words, ' ') AS word
WHERE word <> '' AND NOT EXISTS (
    SELECT 1 FROM cases_nameword w WHERE w.text = word AND w.is_key = name.is_key);
"""


_NAME, _NUMBER = withdrawn_once("person_name"), withdrawn_once("identifier")


@keeps_history()
class PersonName(Withdrawable):
    """One spelling of a name, as given, with its script and where it was read."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    script = models.CharField(_("script"), max_length=4, choices=Script.choices)
    kind = models.CharField(_("where from"), max_length=10, choices=NameKind.choices)
    text = models.CharField(_("name"), max_length=120)
    is_primary = models.BooleanField(_("shown first"), default=False)
    folded = models.CharField(max_length=240, editable=False, db_collation="C")
    sort_key = models.CharField(max_length=240, editable=False, db_collation="C")
    match_key = models.CharField(max_length=240, editable=False, db_collation="C")

    objects = InForce()
    everything = models.Manager()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["-is_primary", "pk"]
        triggers = [
            # Rows that a restore copies in must be found by their names too.
            as_owner(
                Always(
                    name="learn_words",
                    when=pgtrigger.Before,
                    operation=pgtrigger.Insert | pgtrigger.UpdateOf("folded", "match_key"),
                    func=f"{LEARN} RETURN NEW;",
                )
            ),
            as_owner(
                after(
                    # A further spelling under which somebody is known restates nothing.
                    "name_is_added",
                    pgtrigger.Insert,
                    "PERFORM cases_restate_identity(NEW.person_id);",
                    condition=pgtrigger.Q(new__is_primary=True) | ~pgtrigger.Q(new__kind="alias"),
                )
            ),
            as_owner(
                after(
                    "name_is_restated",
                    pgtrigger.Update,
                    "PERFORM cases_restate_identity(NEW.person_id);",
                    condition=pgtrigger.AnyChange("kind", "text", "withdrawn_at"),
                )
            ),
            to_compare("NEW.person_id", pgtrigger.Insert, name="to_compare_by_name"),
            to_compare(
                "NEW.person_id",
                pgtrigger.Update,
                pgtrigger.AnyChange(
                    *("text", "folded", "sort_key", "match_key"), "withdrawn_at", "person"
                ),
            ),
            at_commit(
                "child_keeps_a_name",
                pgtrigger.UpdateOf("withdrawn_at"),
                "PERFORM cases_refuse_nameless(NEW.person_id);",
            ),
            before(
                "escort_stays",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_escort_renamed(NEW.person_id);",
            ),
            *_NAME.triggers,
            written_once("person_name", "kind"),
            # But for the command that compares everybody marked: it makes wrong ones anew.
            refuses(
                "person_name_keys_follow",
                pgtrigger.Update,
                "NEW.text IS NOT DISTINCT FROM OLD.text "
                "AND cases_command() IS DISTINCT FROM 'compare'",
                "This is said with its act alone.",
                condition=pgtrigger.AnyChange("script", "folded", "sort_key", "match_key"),
            ),
        ]
        constraints = [
            one_of("person_name_script_known", "script", Script),
            one_of("person_name_kind_known", "kind", NameKind),
            models.CheckConstraint(name="person_name_not_empty", condition=in_words("text")),
            without_controls("person_name", "text"),
            *_NAME.constraints,
            models.CheckConstraint(
                name="person_name_shown_first_in_force",
                condition=Q(is_primary=False) | Q(withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_primary=True), name="person_name_one_primary"
            ),
        ]
        indexes = [
            # Search by a part of a name, in the script it was entered in.
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="person_name_folded_trgm"),
            # Duplicate warnings across scripts.
            GinIndex(OpClass("match_key", name="gin_trgm_ops"), name="person_name_match_trgm"),
            # Search: from the close keys to the people who bear them.
            models.Index(fields=["match_key"], name="person_name_match"),
            # Search and duplicate warnings: from words of the dictionary to the names. Names are
            # read far more than written: what waits in a list of its own, every search reads.
            GinIndex(words_in("folded"), fastupdate=False, name="person_name_folded_words"),
            GinIndex(words_in("match_key"), fastupdate=False, name="person_name_key_words"),
            # The list of children sorted by name.
            models.Index(
                fields=["sort_key", "person"], condition=Q(is_primary=True), name="person_name_sort"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class NameWord(models.Model):
    """A word of names, as spelled or as in the key.

    The database adds it with the first name that has it, and never deletes it. Two
    transactions may add a word twice, so that none waits for the other.
    """

    text = models.CharField(max_length=240, db_collation="C")
    is_key = models.BooleanField()

    class Meta:
        verbose_name = _("word of names")
        verbose_name_plural = _("words of names")
        indexes = [
            models.Index(fields=["text", "is_key"], name="name_word"),
            # Search by a part of a word.
            GinIndex(
                OpClass("text", name="gin_trgm_ops"),
                condition=Q(is_key=False),
                fastupdate=False,
                name="name_word_part",
            ),
        ]

    def __str__(self) -> str:
        return self.text


@keeps_history()
class Identifier(Withdrawable):
    """A number that an authority gave a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(_("document"), max_length=20, choices=IdentifierScheme.choices)
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("country")
    )
    value = models.CharField(_("number"), max_length=60)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        triggers = [
            *_NUMBER.triggers,
            written_once("identifier", "scheme", "country", "value"),
        ]
        constraints = [
            *_NUMBER.constraints,
            without_controls("identifier", "value"),
            models.UniqueConstraint(
                fields=["scheme", "country", "value"],
                condition=Q(withdrawn_at__isnull=True),
                name="identifier_of_one_person",
            ),
            # However it is written: who travels is known by it.
            models.UniqueConstraint(
                "country",
                bare_number("value"),
                condition=Q(scheme=IdentifierScheme.PASSPORT, withdrawn_at__isnull=True),
                name="identifier_of_one_traveller",
            ),
            models.CheckConstraint(name="identifier_not_empty", condition=in_words("value")),
        ]
        indexes = [models.Index(bare_number("value"), name="identifier_by_number")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


#: Where a query keeps whose names are read with its records.
_NAMED = "names_read_of"


class NamedQuerySet(models.QuerySet):
    """Records of people, whose names are read with them by one statement."""

    def reading_names_of(self, *people: str) -> Self:
        """Read the names of ``people`` with the records: paths of what is selected with them."""
        records = self.all()
        vars(records.query)[_NAMED] = people  # which each further QuerySet takes over
        return records

    def _fetch_all(self) -> None:
        is_read = self._result_cache is not None
        super()._fetch_all()
        people = vars(self.query).get(_NAMED, ())
        if people and not is_read:
            records = [row for row in self._result_cache or () if isinstance(row, self.model)]
            paths = [attrgetter(path.replace("__", ".")) for path in people]
            read_names([path(record) for record in records for path in paths])


def read_names(people: Iterable[Person]) -> None:
    """Read the names of ``people`` as ``prefetch_related("names")`` does. One query.

    It compiles no query and makes none for each of them: that took a third of a list.
    """
    people = list(people)
    names: dict[int, list[PersonName]] = defaultdict(list)
    for name in _names().of(keys=list({person.pk for person in people})) if people else ():
        names[name.person_id].append(name)
    for person in people:
        # What is asked of these names further is narrowed to the person when it is asked.
        theirs = PersonNameQuerySet(PersonName, query=_in_force().query.chain())
        vars(theirs).update(
            _result_cache=names[person.pk],
            _prefetch_done=True,
            _deferred_filter=(False, (), {"person": person}),
        )
        vars(person).setdefault("_prefetched_objects_cache", {})["names"] = theirs
        for name in names[person.pk]:
            name.person = person


@cache
def _in_force() -> PersonNameQuerySet:
    return PersonName.objects.get_queryset()


@cache
def _names() -> Records[PersonName]:
    return Records(PersonName.objects.filter(AnyOf(F("person_id"), KEYS)))
