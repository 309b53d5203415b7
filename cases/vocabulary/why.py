"""Why a form asks for what it asks, where one may wonder; shown beneath the field.

Source: our assumption, from sections 3 to 6 of the domain page and section 5 of the security page.
"""

from django.utils.translation import gettext_lazy as _

_COURT = _(
    "How long she may be held decides whether the child can wait for her, and who must agree."
    " It is shown on request only, and each view is recorded."
)
_SENSITIVE = _(
    "Health, violence and other confidential matters. A sensitive record is opened on request,"
    " by few, and each view is recorded."
)
#: By the class of the form and the name of the field; a form asks as the classes it is made of do.
WHY = {
    "IdentitySection.born_basis": _(
        "An age that was estimated is shown as a range. What it rests on says how far to trust it."
    ),
    "LegalSection.proceedings": _COURT,
    "LegalSection.sentence": _COURT,
    "FatherSection.father_status": _(
        "The father’s consent is needed unless he is dead and a second person has confirmed it."
    ),
    "ConsentForm.language": _(
        "A consent counts only if it was explained in words she understands."
    ),
    "ConsentForm.witness_name": _(
        "Somebody who signs in custody may be under pressure. A witness who is not staff of the"
        " place shows that she was free to refuse."
    ),
    "ConsentForm.reason": _(
        "It shows what would change the answer. Those who work on the case see it."
    ),
    "ClearanceForm.valid_until": _(
        "A child travels only on documents that are valid on arrival. The register warns before."
    ),
    "NoteForm.sensitive": _SENSITIVE,
    "DocumentForm.sensitive": _SENSITIVE,
    "PaperForm.file_sensitive": _SENSITIVE,
    "ClaimForm.relation": _(
        "The court and the ministry ask for proof that fits the relation: it says which."
    ),
    "EvidenceForm.reference": _(
        "The number alone is kept, never the result of a genetic test: that stays with the"
        " laboratory."
    ),
    "WeighingForm.child_view": _(
        "A child who can form a view has the right to be heard. If she was not, the note says why."
    ),
    "HandoverForm.received_by": _(
        "From the signature on, this person or institution answers for the child."
    ),
    "PlacementForm.caregiver_name": _(
        "The visits are to this person. The name is seen by those who work on the case."
    ),
    "FollowUpForm.result": _(
        "Visits are compared over the months. A concern says in words what somebody must look into."
    ),
    "PurposeForm.purpose": _(
        "Names of other teams’ children are shown for a purpose of the work only. It stands in the"
        " log of access, which an auditor reads."
    ),
    "WithoutPaperForm.without_paper": _(
        "People who read the case later find no document. Your words are what stands for it."
    ),
}


def why_of(form: type, name: str) -> object:
    """Return why a form asks for a field; empty where nobody wonders."""
    keys = (f"{each.__name__}.{name}" for each in form.__mro__)
    return next((WHY[key] for key in keys if key in WHY), "")
