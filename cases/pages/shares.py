"""Sharings with other authorities, in words."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases import wording
from cases.models import User
from cases.pages.audit import moment
from cases.pages.facts import Fact, TableCell, Words
from cases.queries.second_person import answer_refusals, withdraw_refusals
from cases.queries.shares import file_refusals

if TYPE_CHECKING:
    from cases.queries.shares import StandingShare


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A sharing with how it stands, and what the reader may do about it."""

    share: "StandingShare"
    status: Words
    parts: str
    ground: str
    files: list[str]
    may_decide: bool
    may_withdraw: bool
    may_take: bool


def share_row(share: "StandingShare", *, reader: User, at: datetime.datetime) -> ShareRow:
    return ShareRow(
        share=share,
        status=_status(share),
        parts=", ".join(share.words_of_parts),
        ground=_ground(share),
        files=[
            f"{wording.moment_text(file.at)}: {file.by}, SHA-256 {file.sha256}"
            for file in share.files.all()
        ],
        may_decide=reader.has_perm("cases.approve_share") and not answer_refusals(share, by=reader),
        may_withdraw=reader.has_perm("cases.work_case") and not withdraw_refusals(share, by=reader),
        may_take=reader.has_perm("cases.work_case") and not file_refusals(share, by=reader, at=at),
    )


def share_cells(share: "StandingShare") -> list[TableCell]:
    """Return a sharing of the auditor's list; the case by its number alone."""
    files = [
        f"{wording.moment_text(file.at)}: {file.by}, SHA-256 {file.sha256}"
        for file in share.files.all()
    ]
    return [
        TableCell(share.child.reference),
        TableCell(f"{share.authority}, {share.country}"),
        TableCell(", ".join(share.words_of_parts)),
        TableCell(share.purpose),
        TableCell(_ground(share)),
        TableCell(share.asked_by),
        moment(share.asked_at),
        TableCell(_status(share), more=share.answer),
        TableCell("; ".join(files) or "–"),
    ]


def _ground(share: "StandingShare") -> str:
    if share.consent is None:
        return share.basis
    return f"{share.consent.get_giver_role_display()}, {wording.day_text(share.consent.decided_on)}"


def _status(share: "StandingShare") -> Words:
    if share.dropped_by and share.dropped_by_id == share.asked_by_id:
        return _("Withdrawn by %(who)s") % {"who": share.dropped_by}
    if share.dropped_by:
        return _("Refused by %(who)s") % {"who": share.dropped_by}
    if not share.stands:
        return _("Stopped: the consent was withdrawn")
    if share.approved_by:
        return _("Approved by %(who)s") % {"who": share.approved_by}
    return _("Waiting for a second person")


def facts(share: "StandingShare") -> list[Fact]:
    """Return what is asked for."""
    return [
        Fact(label=_("Authority"), value=share.authority, alt=share.country),
        Fact(
            label=_("Consent to sharing") if share.consent else _("Legal basis"),
            value=_ground(share),
        ),
        Fact(label=_("What is shared"), value=", ".join(share.words_of_parts)),
        Fact(label=_("Purpose"), value=share.purpose),
        Fact(
            label=_("Requested by"),
            value=share.asked_by,
            alt=wording.moment_text(share.asked_at),
        ),
    ]
