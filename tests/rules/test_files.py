"""What a PDF packs away; whole files are tried in tests/casework/test_documents.py."""

import pytest

from cases.rules.files import CannotTakeFile, look_at
from cases.vocabulary import ContentType
from tests.papers import pdf


def test_packed_objects_without_a_filter_are_read_as_they_stand() -> None:
    packed = b"<</Type/ObjStm/N 1/First 4/Length 18>>stream\n7 0 <</Type/Font>>\nendstream"

    assert look_at("paper.pdf", pdf(packed)) is ContentType.PDF


def test_packed_objects_that_reach_over_each_other_are_refused_before_they_cost_time() -> None:
    """Without an end each reaches to the end of the file: together they are many files long."""
    endless = b"<</Type/ObjStm/N 1/First 4/Length 9>>stream\n"

    with pytest.raises(CannotTakeFile) as refusal:
        look_at("paper.pdf", pdf(*[endless] * 12))

    assert refusal.value.code == "pdf_active"
