from cases.queries.name_words import PAIRS, alike_in_two, likest_in_two

NEAR = {"mnj": {"mn": 2 / 3, "mnj": 1.0, "mj": 0.5}, "rhm": {"rhm": 1.0, "rhmn": 0.75, "rm": 0.5}}


def test_pairs_of_words_are_looked_up_the_likest_first():
    names, is_all = likest_in_two("mnj rhm", NEAR, least=0.8)

    pairs = set(zip(names.values["first"][1:3], names.values["second"][1:3], strict=True))
    assert (names.values["first"][0], names.values["second"][0]) == ("mnj", "rhm")
    assert pairs == {("mnj", "rhmn"), ("mn", "rhm")}
    assert len(names.values["first"]) == 3
    assert is_all


def test_words_too_unlike_to_make_a_likely_name_are_not_looked_for():
    words = str(alike_in_two("mnj rhm", NEAR, least=0.8))

    assert "rhmn" in words
    assert "'mj'" not in words
    assert "'rm'" not in words


def test_of_too_many_pairs_the_likest_are_looked_up_and_it_is_said():
    near = {"mnj": {"mnj": 1.0, "mn": 0.7}, "rhm": {f"rhm{at}": 0.75 for at in range(PAIRS)}}

    names, is_all = likest_in_two("mnj rhm", near, least=0.6)

    assert not is_all
    assert {*names.values["first"]} == {"mnj"}
