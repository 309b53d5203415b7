from cases.queries.name_words import alike_in_two, likest_in_two

NEAR = {"mnj": {"mn": 2 / 3, "mnj": 1.0, "mj": 0.5}, "rhm": {"rhm": 1.0, "rhmn": 0.75, "rm": 0.5}}


def test_two_words_are_looked_up_the_likest_first():
    names = likest_in_two("mnj rhm", NEAR, least=0.8)

    pairs = zip(names.values["first"], names.values["second"], strict=True)
    assert list(pairs) == [("mnj", "rhm"), ("mnj", "rhmn"), ("mn", "rhm")]


def test_words_that_are_equally_alike_are_looked_for_together():
    near = {"mnj": {"mnj": 1.0, "mn": 0.7}, "rhm": {f"rhm{at}": 0.75 for at in range(300)}}

    names = likest_in_two("mnj rhm", near, least=0.6)

    assert names.values["first"] == ["mnj", "mn"]
    assert [len(each.split()) for each in names.values["second"]] == [300, 300]


def test_words_too_unlike_to_make_a_likely_name_are_not_looked_for():
    words = str(alike_in_two("mnj rhm", NEAR, least=0.8))

    assert "rhmn" in words
    assert "'mj'" not in words
    assert "'rm'" not in words
