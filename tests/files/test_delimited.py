import pytest

from cases.files.delimited import rows_of
from cases.files.spreadsheets import CannotReadFile

ROWS = [["Мать", "Ребёнок"], ["Назарова, Мавлуда", "Сомон"], ["Каримова", "Адиб"]]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("title", ["", "Список\n", "Список детей, матерей, отцов, на 1 ноября\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_separator_is_judged_over_lines(separator, title, encoding):
    text = title + "\r\n".join(separator.join(row) for row in ROWS)

    assert rows_of(text.encode(encoding))[-3:] == ROWS


def test_commas_separate_where_nothing_else_does():
    assert rows_of(b"a,b\n1,2\n") == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Мать;Ребёнок".encode("cp1251"), "not UTF-8"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a\0b", "not a text file"),
    ],
)
def test_other_text_is_told(content, sentence):
    with pytest.raises(CannotReadFile, match=sentence):
        rows_of(content)
