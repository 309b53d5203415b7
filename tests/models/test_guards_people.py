"""What the database refuses of people and families, whoever writes and however.

A line: the stage a child has come to, the guard, and the SQL that tries to get round it.
``%(child)s`` and the like are keys of that child's rows.
"""

import pytest

from cases.vocabulary import Stage
from tests import factories
from tests.models.cases_tried import keys_of, made, names_of, run
from tests.models.refusals import execute, refused

pytestmark = pytest.mark.django_db

PERSON = "UPDATE cases_person SET {what} WHERE id = %(person)s"
MOTHER = "UPDATE cases_mother SET {what} WHERE id = %(mother)s"
#: The CHECKs alone judge; the trigger on moved families would speak first.
UNTRIGGERED = f"DO $$ BEGIN SET LOCAL session_replication_role = replica; {MOTHER}; END $$"
NAME = "UPDATE cases_personname SET {what} WHERE person_id = %(person)s"

R = Stage.REGISTERED
GUARDS = [
    # People and names
    (R, "person_sex_known", PERSON, "sex = 'x'"),
    (R, "person_birth_all_or_none", PERSON, "born_latest = NULL"),
    (R, "person_birth_all_or_none", PERSON, "born_stated_on = NULL"),
    (R, "person_birth_in_order", PERSON, "born_earliest = born_latest + 1"),
    (R, "person_birth_in_order", PERSON, "born_stated_on = born_latest - 1"),
    (R, "person_birth_stated_by_today", PERSON, "born_stated_on = now()::date + 2"),
    (R, "child_possible_of_mother", PERSON, "born_earliest='1995-01-01', born_latest='1995-01-02'"),
    (R, "person_name_script_known", NAME, "script = 'Grek', text = text || 'x'"),
    (R, "person_name_stays", NAME, "kind = 'pet'"),
    (R, "person_name_not_empty", NAME, "text = ''"),
    (R, "person_name_without_controls", NAME, "text = 'A' || chr(8238) || 'B'"),
    (R, "person_name_without_controls", NAME, "text = 'A' || chr(10) || 'B'"),
    (R, "person_name_without_controls", NAME, "text = 'A' || chr(8204) || 'B'"),
    # Mothers
    (R, "mother_reference_form", UNTRIGGERED, "reference = 'TJ-1'"),
    (R, "mother_proceedings_known", MOTHER, "proceedings = 'guilty'"),
    (R, "mother_sentence_known", MOTHER, "sentence = 'none?'"),
    (R, "mother_months_only_of_fixed_term", MOTHER, "sentence = 'life', sentence_months = 3"),
    (R, "mother_months_only_of_fixed_term", MOTHER, "sentence = 'fixed', sentence_months = 0"),
    (R, "no_delete", "DELETE FROM cases_mother WHERE id = %(mother)s", ""),
]


@pytest.mark.parametrize(("stage", "guard", "sql", "what"), GUARDS, ids=names_of(GUARDS))
def test_database_refuses(stage, guard, sql, what):
    keys = keys_of(made(stage))

    with refused(guard):
        run(sql.replace("{what}", what), keys)


def test_two_names_are_never_both_shown_first():
    child = factories.child()

    with refused("person_name_one_primary"):
        execute(
            "INSERT INTO cases_personname (version, person_id, script, kind, text,"
            " is_primary, folded, sort_key, match_key) SELECT 1, person_id, script,"
            " 'alias', text, true, folded, sort_key, match_key FROM cases_personname"
            " WHERE person_id = %s",
            child.person_id,
        )
