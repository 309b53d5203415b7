"""Which tables lead to a child or a mother: given as held on the person, or left out and why.

A new table fails a test until it is declared here.
"""

from django.db.models import Q

from cases.vocabulary import OF_THE_MOTHER, GiverRole

#: Every table of which rows about a child are given, and how a row leads to the child.
GIVEN: dict[str, str] = {
    "Person": "child",
    "PersonName": "person__child",
    "Identifier": "person__child",
    "Child": "pk",
    "FormerReference": "child",
    "Document": "child",
    "Consent": "child",
    "ConsentVerification": "consent__child",
    "Clearance": "child",
    "Hearing": "child",
    "Assessment": "child",
    "Finding": "assessment__child",
    "BestInterestsNote": "child",
    "KinshipClaim": "child",
    "ClaimEvidence": "claim__child",
    "Passenger": "child",
    "SiblingException": "child",
    "Handover": "child",
    "Placement": "child",
    "FollowUp": "child",
    "Fee": "child",
    "MissedFee": "child",
    "Note": "child",
    "Letter": "child",
    "Task": "child",
    "Restatement": "child",
    "Journal": "child",
    "HeldRequest": "child",
    "HeldFile": "wish__child",
    "ImportedRow": "child",
    "Sharing": "child",
    "ShareFile": "share__child",
}
#: The same of a mother.
GIVEN_OF_HER: dict[str, str] = {
    "Person": "mother",
    "PersonName": "person__mother",
    "Identifier": "person__mother",
    "Mother": "pk",
    "FormerReference": "mother",
    "Document": "mother",
    "Consent": "child__mother",
    "ConsentVerification": "consent__child__mother",
    "HeldRequest": "child__mother",
    "HeldFile": "wish__child__mother",
}
#: Of these tables what she said or asked herself, and not what others did for a child of hers.
HERS_ALONE = {
    "Consent": Q(giver_role=GiverRole.MOTHER),
    "ConsentVerification": Q(consent__giver_role=GiverRole.MOTHER),
    "HeldRequest": Q(kind__in=OF_THE_MOTHER),
    "HeldFile": Q(wish__kind__in=OF_THE_MOTHER),
}
_OF_A_CHILD = "Of a child of hers, who is another person and asks for the own."
#: Every other table that leads to her or to one of those, and why its rows are not given.
LEFT_OUT_OF_HER: dict[str, str] = {
    "Child": _OF_A_CHILD,
    "KinshipClaim": _OF_A_CHILD,
    "Clearance": _OF_A_CHILD,
    "Placement": _OF_A_CHILD,
    "BestInterestsNote": _OF_A_CHILD,
    "ClaimEvidence": _OF_A_CHILD,
    "Restatement": _OF_A_CHILD,
    "Passenger": "Who flies along, as escort; of a child of hers it is another person's.",
    **dict.fromkeys(
        ("AgreementChange", "MotherChange", "MovedChild"),
        "Asked about children of the family; the journal of each child tells it.",
    ),
    "Sharing": _OF_A_CHILD,
    "Letter": _OF_A_CHILD,
    "Enquiry": _OF_A_CHILD,
    "Handover": _OF_A_CHILD,
    "ImportedRow": _OF_A_CHILD,
    "Task": "What staff are to do for a child of hers.",
    "AccessRow": "Given as who saw it, by team and day, without names of staff.",
    "NameWord": "Parts of the names given, for the search alone.",
    **dict.fromkeys(
        ("DuplicateAnswer", "Merge", "MergedRow", "PossiblePair", "ToCompare"),
        "Compares with another person; what came of it is in the journal.",
    ),
    "UndoneRecord": "That a record was undone is in the journal of the child.",
}
_OF_HERS = "A record of the mother, who is another person and asks for her own."
_MONEY = "Money between authorities; the fee of the child is given."
#: Every other table that leads to one of those, and why its rows are not given.
LEFT_OUT: dict[str, str] = {
    "Mother": _OF_HERS,
    "AgreementChange": _OF_HERS,
    "EscortChange": "Tells of an escort, who is another person.",
    **dict.fromkeys(
        ("MotherChange", "MovedChild"), "Names two families; what came of it is in the journal."
    ),
    "AccessRow": "Given as who saw it, by team and day, without names of staff.",
    "UndoneRecord": "That a record was undone is in the journal, which is given.",
    "DrawnLook": "How staff are supervised.",
    "Enquiry": "Of a relative, who is another person and asks for the own.",
    "Telling": "What a relative is told, who is another person.",
    "EnquiryAnswer": "What a relative was told, who is another person.",
    "Message": "What staff were told to look at; the record itself is given.",
    "NameWord": "Parts of the names given, for the search alone.",
    "Disposal": "What it disposes of can no longer be given.",
    "ChangedCase": "A mark of a figure to be counted again.",
    "KeptPast": "A sum for speed, made of what is given.",
    "KeptCase": "A sum for speed, made of what is given.",
    **dict.fromkeys(
        ("DuplicateAnswer", "Merge", "MergedRow", "PossiblePair", "ToCompare"),
        "Compares with another child; what came of it is in the journal.",
    ),
    "BatchLine": _MONEY,
    "ReceiptLine": _MONEY,
    "Reversal": _MONEY,
    "BankMatch": _MONEY,
    "WithdrawnPayment": _MONEY,
}
