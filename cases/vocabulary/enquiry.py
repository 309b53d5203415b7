"""Enquiries of relatives: how they come, and what may be told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnquiryWay(TextChoices):
    """How an enquiry came, or an answer was given."""

    VISIT = "visit", _("In person")
    TELEPHONE = "telephone", _("By telephone")
    LETTER = "letter", _("By letter")
    MAIL = "mail", _("By e-mail")
    AUTHORITY = "authority", _("Through another authority")


class MayBeTold(TextChoices):
    """The sentences by which an enquiry is answered; there are no others."""

    RECEIVED = (
        "received",
        _("Your enquiry was received. The ministry will be in touch with you."),
    )
    MORE = (
        "more",
        _(
            "To look further, the ministry needs the full names of the child and the mother, the "
            "date of birth, and how you are related."
        ),
    )
    PAPERS = "papers", _("Please bring a document that shows how you are related.")
    NOT_TOLD = "not_told", _("The ministry cannot tell you anything about this enquiry.")
    ON_RECORD = (
        "on_record",
        _(
            "The ministry’s register has a child whom your enquiry may be about. The ministry "
            "will be in touch with you about how you can show that you are related."
        ),
    )
    NOT_ON_RECORD = (
        "none",
        _(
            "The ministry’s register has no child whom your enquiry may be about. The ministry "
            "keeps your enquiry and will be in touch with you if that changes."
        ),
    )


#: What tells whether a child is on record: two people agree before.
TELLING = (MayBeTold.ON_RECORD, MayBeTold.NOT_ON_RECORD)
#: What ends an enquiry.
FINAL = (*TELLING, MayBeTold.NOT_TOLD)
