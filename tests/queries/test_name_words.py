from cases.models import NameWord
from cases.queries import name_words
from cases.queries.name_words import alike_in_two, containing, likest_in_two, meanings

NEAR = {"mnj": {"mn": 2 / 3, "mnj": 1.0, "mj": 0.5}, "rhm": {"rhm": 1.0, "rhmn": 0.75, "rm": 0.5}}


def test_two_words_are_looked_up_the_likest_first():
    names = likest_in_two("mnj rhm", NEAR, least=0.8)

    pairs = zip(names.values["first"], names.values["second"], strict=True)
    assert list(pairs) == [("mnj", "rhm"), ("mnj", "rhmn"), ("mn", "rhm")]


def test_words_that_are_equally_alike_are_looked_for_together_some_at_a_time():
    near = {"mnj": {"mnj": 1.0, "mn": 0.7}, "rhm": {f"rhm{at}": 0.75 for at in range(300)}}

    names = likest_in_two("mnj rhm", near, least=0.6)

    sizes = [len(each.split()) for each in names.values["second"]]
    assert names.values["first"] == [*["mnj"] * 19, *["mn"] * 19]
    assert sizes == [*[name_words.AT_ONCE] * 18, 12] * 2


def test_words_too_unlike_to_make_a_likely_name_are_not_looked_for():
    words = str(alike_in_two("mnj rhm", NEAR, least=0.8))

    assert "rhmn" in words
    assert "'mj'" not in words
    assert "'rm'" not in words


def test_words_that_begin_with_what_is_typed_stand_before_those_that_hold_it(db):
    words = ["рахмон", "рахим", "абрахим", "сафрах"]
    NameWord.objects.bulk_create(NameWord(text=word, is_key=False) for word in words)

    assert meanings(["рах"]) == [["рахим", "рахмон", "сафрах", "абрахим"]]


def test_of_two_parts_in_many_words_the_first_words_are_looked_for(db, monkeypatch):
    words = ["рахим", "рахимов", "абрахим", "манижа", "манзура", "усманов"]
    NameWord.objects.bulk_create(NameWord(text=word, is_key=False) for word in words)
    monkeypatch.setattr(name_words, "PAIRS", 4)

    looked_for = [part[1] for part in containing(["рах", "ман"]).children]

    assert looked_for == [["рахим", "рахимов"], ["манижа", "манзура"]]
