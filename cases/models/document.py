"""Documents about a child or a mother, with their files."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.child import Child
from cases.models.guards import (
    before,
    both_or_neither,
    in_words,
    keeps_history,
    no_delete,
    one_of,
    refuses,
    unless_merged,
)
from cases.models.mother import Mother
from cases.models.user import User
from cases.vocabulary import (
    Confidentiality,
    ContentType,
    DocumentKind,
    Language,
    VirusCheck,
    WithdrawnReason,
)

#: What is said of a document once; only its withdrawal is added later.
_FIXED = (
    "child_id, mother_id, kind, language, confidentiality, translation_of_id, name,"
    " content_type, size, sha256, sent_sha256, stored_as, uploaded_by_id, uploaded_at"
)


def _columns(row: str) -> str:
    return ", ".join(f"{row}.{column.strip()}" for column in _FIXED.split(","))


#: The digest of a document that was disposed of: its file is deleted.
DISPOSED = "0" * 64
#: Files that wait for the virus scanner.
WAITING_FOR_CHECK = Q(virus_check=VirusCheck.WAITING, withdrawn_at__isnull=True)


class DocumentQuerySet(models.QuerySet["Document"]):
    def of_case(self, child: Child) -> "DocumentQuerySet":
        """Return the documents of ``child`` and of the mother."""
        return self.filter(Q(child=child) | Q(mother_id=child.mother_id))

    def kept(self) -> "DocumentQuerySet":
        """Return the documents that were not disposed of with their case."""
        return self.exclude(sha256=DISPOSED)

    def on_file(self) -> "DocumentQuerySet":
        """Return the documents that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class KeptFile(models.Model):
    """A stored file; never changed, only withdrawn.

    ``sha256`` is of the stored file, ``sent_sha256`` of the upload: images are
    stored without metadata. ``stored_as`` is the name of the file and its address.
    """

    name = models.CharField(_("name of the file as it was sent"), max_length=120)
    content_type = models.CharField(_("type"), max_length=15, choices=ContentType.choices)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    sent_sha256 = models.CharField(max_length=64)
    stored_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    virus_check = models.CharField(
        _("virus check"), max_length=8, choices=VirusCheck.choices, default=VirusCheck.NONE
    )

    class Meta:
        abstract = True

    @property
    def is_kept_apart(self) -> bool:
        """Whether nobody opens it: it waits for the virus scanner, or is infected."""
        return self.virus_check in (VirusCheck.WAITING, VirusCheck.INFECTED)


def checked_once(table: str) -> pgtrigger.Trigger:
    """Return the guard that the virus check of a file is answered once, if it waits."""
    return refuses(
        f"{table}_checked_once",
        pgtrigger.Update,
        "OLD.virus_check <> 'waiting' OR NEW.virus_check NOT IN ('clean', 'infected')",
        "Only a file that waits is checked for viruses, once.",
        condition=pgtrigger.AnyChange("virus_check"),
    )


def whole_file(table: str) -> tuple[models.CheckConstraint, ...]:
    """Return the CHECKs that a row of ``table`` describes a whole file."""
    return (
        one_of(f"{table}_content_type_known", "content_type", ContentType),
        one_of(f"{table}_virus_check_known", "virus_check", VirusCheck),
        models.CheckConstraint(
            name=f"{table}_not_empty", condition=Q(size__gt=0) & in_words("name")
        ),
        models.CheckConstraint(
            name=f"{table}_hashes_whole",
            condition=Q(sha256__regex="^[0-9a-f]{64}$", sent_sha256__regex="^[0-9a-f]{64}$"),
        ),
    )


@keeps_history()
class Document(KeptFile):
    """One file about a child or a mother."""

    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    mother = models.ForeignKey(
        Mother, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(_("kind of document"), max_length=12, choices=DocumentKind.choices)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices)
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=9,
        choices=Confidentiality.choices,
        default=Confidentiality.ORDINARY,
    )
    translation_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    withdrawn_reason = models.CharField(
        _("withdrawn because"),
        max_length=12,
        choices=WithdrawnReason.choices,
        null=True,
        blank=True,
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-pk"]
        indexes = [
            # The same bytes a second time.
            models.Index(fields=["sent_sha256"], name="document_sent_before"),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_of_child_or_mother",
                condition=Q(child__isnull=False, mother__isnull=True)
                | Q(child__isnull=True, mother__isnull=False),
            ),
            one_of("document_kind_known", "kind", DocumentKind),
            one_of("document_language_known", "language", Language),
            one_of("document_confidentiality_known", "confidentiality", Confidentiality),
            *whole_file("document"),
            both_or_neither(
                "document_withdrawn_whole", "withdrawn_by", "withdrawn_at", "withdrawn_reason"
            ),
            models.CheckConstraint(
                name="document_withdrawn_reason_known",
                condition=Q(withdrawn_reason__isnull=True)
                | Q(withdrawn_reason__in=WithdrawnReason.values),
            ),
        ]
        triggers = [
            no_delete(),
            checked_once("document"),
            before(
                "stays",
                pgtrigger.Update,
                unless_merged(
                    f"OLD.withdrawn_at IS NOT NULL OR ROW({_columns('NEW')})"
                    f" IS DISTINCT FROM ROW({_columns('OLD')})",
                    "document_stays",
                    "A document is never changed; it is withdrawn once.",
                ),
            ),
            refuses(
                "document_translates_its_own",
                pgtrigger.Insert,
                "NOT EXISTS (SELECT 1 FROM cases_document d WHERE d.id = NEW.translation_of_id"
                " AND d.child_id IS NOT DISTINCT FROM NEW.child_id"
                " AND d.mother_id IS NOT DISTINCT FROM NEW.mother_id)",
                "A translation belongs to the same person as its original.",
                trigger="translates_its_own",
                condition=pgtrigger.Q(new__translation_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """The kind and the language: the name of the file may name a person."""
        return f"{self.get_kind_display()} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.stored_as])

    @property
    def whose(self) -> Child | Mother:
        """The child or the mother it is about; the database holds exactly one."""
        whose = self.child or self.mother
        assert whose is not None  # noqa: S101 (document_of_child_or_mother)
        return whose

    @property
    def belongs_to(self) -> str:
        """The reference of the child or the mother it is about."""
        return self.whose.reference

    @property
    def is_sensitive(self) -> bool:
        return self.confidentiality == Confidentiality.SENSITIVE

    @property
    def is_image(self) -> bool:
        return self.content_type != ContentType.PDF


def of_the_same_case(name: str) -> pgtrigger.Trigger:
    """Return the guard that ``document`` is about the child of the row or the mother."""
    return refuses(
        name,
        pgtrigger.Insert | pgtrigger.Update,
        "NOT EXISTS (SELECT 1 FROM cases_document d JOIN cases_child c"
        " ON d.child_id = c.id OR d.mother_id = c.mother_id"
        " WHERE d.id = NEW.document_id AND c.id = NEW.child_id)",
        "The document belongs to somebody else.",
        trigger="document_of_the_case",
        condition=pgtrigger.Q(new__document__isnull=False),
    )
