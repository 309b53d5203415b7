"""The dictionary of the words of names: whoever writes a name, its words are found."""

import pytest
from django.db import connection

from cases.models import NameWord
from cases.queries.search import search
from cases.vocabulary import Role
from tests import factories
from tests.models.refusals import execute

pytestmark = pytest.mark.django_db

BY_HAND = """
INSERT INTO cases_personname (version, person_id, script, kind, text,
                              is_primary, folded, sort_key, match_key)
VALUES (1, {person}, 'Cyrl', 'alias', 'Рухшона', false, 'рухшона', 'рухшона', 'rhxn')
"""


@pytest.mark.parametrize("role", ["origin", "replica"])
def test_name_written_by_sql_is_found(role):
    child = factories.family(1).children.get()
    execute(f"SET LOCAL session_replication_role = {role}")
    execute(BY_HAND.format(person=child.person_id))
    execute("SET LOCAL session_replication_role = origin")

    found = [search(typed, by=factories.user(Role.REVIEWER)) for typed in ("хшон", "Ruxshona")]

    assert [hit.row.child for hit in (*found[0].children, *found[1].close_children)] == [child] * 2


def test_corrected_name_is_found_and_words_stand_once():
    child = factories.family(1).children.get()
    execute(BY_HAND.format(person=child.person_id))
    named = "text = 'Рухшона Зебо', folded = 'рухшона зебо'"
    execute(f"UPDATE cases_personname SET {named} WHERE folded = 'рухшона'")

    found = search("зеб", by=factories.user(Role.REVIEWER))

    assert [hit.row.child for hit in found.children] == [child]
    assert NameWord.objects.filter(text="рухшона").count() == 1


def test_no_search_reads_a_list_of_words_not_yet_indexed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE 'fastupdate=off' = ANY(reloptions)")
        kept = {name for (name,) in cursor.fetchall()}

    assert kept == {"person_name_folded_words", "person_name_key_words", "name_word_part"}
