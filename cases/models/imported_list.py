"""Lists of children that were sent: read, checked row by row, and applied whole."""

import hashlib
from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.agreement import Agreement
from cases.models.child import Child
from cases.models.guards import (
    Editable,
    at_commit,
    before,
    both_or_neither,
    by_office,
    four_eyes,
    keeps_history,
    no_delete,
    no_truncate,
    refuses,
    stays,
)
from cases.models.team import Team
from cases.models.user import User
from cases.vocabulary import RowState

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

#: From so many rows on, a list is applied only with the approval of a second person.
ROWS_OF_ONE = 25


class ImportedListQuerySet(models.QuerySet["ImportedList"]):
    def visible_to(self, user: User) -> "ImportedListQuerySet":
        """Return the lists of the team of ``user``, or all for who supervises."""
        if user.is_superuser or user.has_perm("cases.verify_child"):
            return self
        if user.has_perm("cases.register_child"):
            return self.filter(team_id=user.team_id)
        return self.none()

    def at_work(self) -> "ImportedListQuerySet":
        """Return those that are neither applied nor thrown away."""
        return self.filter(applied_by__isnull=True, dropped_by__isnull=True)

    def asked(self) -> "ImportedListQuerySet":
        """Return those that wait for a second person, without their files."""
        rows = self.at_work().filter(asked_by__isnull=False, approved_by__isnull=True)
        return rows.defer("content", "answers", "matches")

    def gone_on_in(self, rest: "ImportedList") -> "ImportedListQuerySet":
        """Return the list whose rows that were set aside went on in ``rest``, if one is."""
        own = Func("digest", "pk", template=_DIGEST_OF_REST, output_field=models.TextField())
        return self.filter(pk__lt=rest.pk).alias(of_rest=own).filter(of_rest=rest.digest)

    def undoing(self) -> "ImportedListQuerySet":
        """Return those of which somebody asked that they are undone."""
        return self.filter(undo_asked_by__isnull=False, undone_by__isnull=True)


#: ``digest_of_rest`` in the database.
_DIGEST_OF_REST = "encode(sha256(convert_to(concat_ws(' ', %(expressions)s), 'UTF8')), 'hex')"
_APPLYING = four_eyes(
    "imported_list",
    first="asked",
    second="approved",
    content=("as_of", "header", "columns", "agreement"),
)
#: What the check of a list reads and answers.
_OF_THE_CHECK = (
    *("name", "content", "encoding", "sheet", "sheets", "header", "columns", "hidden_columns"),
    *("as_of", "answers", "matches", "newest", "rows", "reading"),
)
_UNDOING = four_eyes("imported_list_undo", first="undo_asked", second="undone", final=True)


@keeps_history(exclude=("name", "content", "sheet", "sheets", "answers", "matches", "reading"))
class ImportedList(Editable):
    """A list as an embassy sent it, and how far its check is; the rows are ``ImportedRow``.

    ``columns`` holds the meaning of each column in their order, "" for one that is not read;
    ``answers`` what was answered, by the keys of the questions. Of the file nothing but its
    digest is kept once the list is applied or thrown away.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    name = models.CharField(_("file"), max_length=120, blank=True)
    content = models.BinaryField(blank=True, default=b"")
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    encoding = models.CharField(_("letters of the file"), max_length=12, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    #: Each sheet as ``[name, number of rows, whether it is hidden]``.
    sheets = models.JSONField(default=list)
    hidden_columns = ArrayField(models.BigIntegerField(), default=list, blank=True)
    header = models.PositiveIntegerField(_("row of the headings"), null=True, blank=True)
    columns = ArrayField(models.CharField(max_length=20, blank=True), default=list, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    #: What the register has like each family, by a digest of its facts; see ``list_checks``.
    matches = models.JSONField(default=dict, blank=True)
    #: What the whole says of each row, as it was read last; see ``list_readings``.
    reading = models.JSONField(default=dict, blank=True)
    #: The newest child of the register that it was compared with.
    newest = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    #: Why the last process that was to apply it did not.
    stopped = models.TextField(blank=True, max_length=500)
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("requested at"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    applied_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    undo_asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undo_asked_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ImportedListQuerySet.as_manager()
    if TYPE_CHECKING:
        listed: RelatedManager["ImportedRow"]

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-pk"]
        constraints = [
            *_APPLYING.constraints,
            *_UNDOING.constraints,
            both_or_neither("imported_list_applied_whole", "applied_by", "applied_at"),
            both_or_neither("imported_list_dropped_whole", "dropped_by", "dropped_at"),
            models.CheckConstraint(
                name="imported_list_applied_by_another",
                condition=Q(approved_by__isnull=True)
                | Q(applied_by__isnull=True)
                | ~Q(applied_by=F("approved_by")),
            ),
            models.UniqueConstraint(
                name="imported_list_applied_once",
                fields=["digest"],
                condition=Q(applied_by__isnull=False, undone_by__isnull=True),
            ),
            models.CheckConstraint(
                name="imported_list_of_many_approved",
                condition=Q(applied_by__isnull=True)
                | Q(rows__lte=ROWS_OF_ONE)
                | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="imported_list_undone_after_applied",
                condition=Q(undo_asked_by__isnull=True) | Q(applied_by__isnull=False),
            ),
            models.CheckConstraint(
                name="imported_list_keeps_no_file",
                condition=Q(applied_by__isnull=True, dropped_by__isnull=True)
                | Q(content=b"", name="", sheet="", sheets=[], answers={}, reading={}),
            ),
            models.CheckConstraint(
                name="imported_list_applied_or_dropped",
                condition=Q(applied_by__isnull=True) | Q(dropped_by__isnull=True),
            ),
        ]
        triggers = [
            *_APPLYING.triggers,
            *_UNDOING.triggers,
            no_delete(),
            no_truncate(),
            by_office("imported_list", "register_child", pgtrigger.Insert | pgtrigger.Update),
            at_commit(
                "imported_list_counts_its_rows",
                pgtrigger.Update,
                "PERFORM cases_refuse_uncounted_rows(NEW);",
                condition=pgtrigger.AnyChange("applied_by"),
            ),
            before(
                "of_ones_desk",
                pgtrigger.Insert | pgtrigger.Update,
                "PERFORM cases_refuse_list_of_another_desk(NEW.team_id);",
            ),
            refuses(
                "imported_list_as_asked",
                pgtrigger.Update,
                "OLD.asked_by_id IS NOT NULL AND NEW.asked_by_id IS NOT NULL "
                "AND NEW.applied_by_id IS NULL AND NEW.dropped_by_id IS NULL",
                "What a list says and what was answered stays once somebody asked to apply it.",
                condition=pgtrigger.AnyChange(*_OF_THE_CHECK),
            ),
            stays("imported_list_file_stays", "A list is the file that was sent.", "digest"),
            refuses(
                "imported_list_stays",
                pgtrigger.Update,
                "OLD.applied_by_id IS NOT NULL OR OLD.dropped_by_id IS NOT NULL",
                "A list that was applied or thrown away does not change.",
                condition=pgtrigger.AnyChange(
                    *_OF_THE_CHECK,
                    *("stopped", "applied_by", "applied_at", "dropped_by", "dropped_at"),
                    *("asked_by", "asked_at", "approved_by", "approved_at"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"L-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("import-rows", args=[self.pk])

    @property
    def digest_of_rest(self) -> str:
        """Return the digest of the list in which its rows that were set aside go on."""
        return hashlib.sha256(f"{self.digest} {self.pk}".encode()).hexdigest()

    @property
    def is_at_work(self) -> bool:
        """Return whether its rows can still be changed."""
        return not (self.asked_by_id or self.applied_by_id or self.dropped_by_id)


class ImportedRow(models.Model):
    """A row of a list as its cells show it, what was corrected, and the child it became.

    ``corrections`` holds the texts put in place of cells, by the place of the column. The last
    fields are as its list was read last; they are written by ``list_readings`` alone.
    """

    of_list = models.ForeignKey(ImportedList, models.PROTECT, related_name="listed")
    number = models.PositiveIntegerField(_("row"))
    cells = ArrayField(models.TextField(blank=True), default=list, blank=True)
    corrections = models.JSONField(default=dict, blank=True)
    #: Columns with a formula without its value.
    uncalculated = ArrayField(models.BigIntegerField(), default=list, blank=True)
    is_hidden = models.BooleanField(default=False)
    is_struck = models.BooleanField(default=False)
    aside = models.BooleanField(_("set aside"), default=False)
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="+")
    #: Whether the child was registered from this row, and not on record before.
    is_new = models.BooleanField(default=False)
    #: The row in which its family begins.
    family = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=RowState.choices, blank=True)
    #: Of the row in which a family begins, what the list says of the mother, by the columns.
    hers = models.JSONField(null=True, blank=True)
    #: Earlier families about which its own is asked.
    near = ArrayField(models.BigIntegerField(), default=list, blank=True)
    #: Columns with a problem.
    wrong = ArrayField(models.BigIntegerField(), default=list, blank=True)
    #: Whether it is read otherwise than it stands.
    is_noted = models.BooleanField(default=False)
    #: Whether its mother is in the register.
    is_joining = models.BooleanField(default=False)
    #: The child of the register of whom it says something else.
    differing = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                name="imported_row_one_of_a_number", fields=["of_list", "number"]
            ),
            models.CheckConstraint(
                name="imported_row_state_is_one",
                condition=Q(state__in=["", *RowState.values]),
            ),
        ]
        triggers = [
            no_truncate(),
            before(
                "imported_row_frozen",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                "PERFORM cases_refuse_frozen_row(COALESCE(NEW.of_list_id, OLD.of_list_id), "
                "TG_OP <> 'UPDATE' OR (ROW(NEW.cells, NEW.corrections, NEW.aside) "
                "IS DISTINCT FROM ROW(OLD.cells, OLD.corrections, OLD.aside) "
                "AND NOT (NEW.cells = '{}' AND NEW.corrections = '{}')));",
            ),
            at_commit(
                "imported_row_changed_with_its_list",
                pgtrigger.Update,
                "PERFORM cases_refuse_row_without_its_list(NEW);",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_list}, {self.number}"

    @property
    def texts(self) -> list[str]:
        """Its cells as they are read: with the corrections."""
        return [self.corrections.get(str(at), cell) for at, cell in enumerate(self.cells)]
