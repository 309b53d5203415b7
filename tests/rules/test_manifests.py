from cases.rules.manifests import sheets_of


def test_no_family_is_cut_and_no_sheet_is_longer_than_it_must_be():
    families = ["a" * 12, "b" * 9, "c" * 11, "d" * 25, "e"]

    sheets = ["".join(sheet) for sheet in sheets_of(families)]

    assert sheets == ["a" * 12, "b" * 9 + "c" * 11, "d" * 25, "e"]


def test_nobody_aboard_needs_no_sheet():
    assert sheets_of([]) == []
