"""The integrity page and a command name each guard that has fallen on the running server."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cases.models.grants import APPLICATION_ROLE, secure
from cases.queries.safeguards import fallen
from cases.vocabulary import Role
from tests import factories

pytestmark = pytest.mark.django_db

APP = APPLICATION_ROLE
#: What somebody with the owner's rights does, and what is said of it.
BLOWS = {
    "ALTER TABLE cases_journal DISABLE TRIGGER {trigger}": "{trigger} is switched off",
    "DROP TRIGGER {trigger} ON cases_journal": "{trigger} is missing",
    "COMMENT ON TRIGGER {trigger} ON cases_journal IS 'x'": "{trigger} is not what",
    "CREATE TRIGGER quiet BEFORE UPDATE ON cases_fee FOR EACH ROW EXECUTE FUNCTION "
    "suppress_redundant_updates_trigger()": "cases_fee: quiet is not of the register",
    "CREATE OR REPLACE FUNCTION cases_refuse(name text, sentence text) RETURNS void "
    "LANGUAGE sql AS 'SELECT'": "cases_refuse is not what the register declares",
    "ALTER FUNCTION cases_actor() RESET search_path": "cases_actor may look for its tables",
    "ALTER FUNCTION cases_may_one_of(bigint, text[]) SECURITY DEFINER": "one_of runs with other",
    "{own} ALTER FUNCTION cases_actor() OWNER TO {app}": "cases_actor belongs to the application",
    "CREATE FUNCTION cases_door() RETURNS void LANGUAGE sql AS 'SELECT'": "cases_door is not of",
    "ALTER FUNCTION cases_actor() RENAME TO cases_nobody": "cases_actor is missing",
    "ALTER TABLE cases_fee DROP CONSTRAINT fee_amount_positive": "fee_amount_positive is missing",
    "ALTER TABLE cases_fee DROP CONSTRAINT amount_is_finite": "amount_is_finite is missing",
    "ALTER TABLE cases_fee DROP CONSTRAINT fee_once_a_child": "fee_once_a_child is missing",
    "DROP INDEX passenger_one_seat_a_child": "passenger_one_seat_a_child is missing",
    "ALTER TABLE cases_fee ADD CONSTRAINT later CHECK (amount > 1) NOT VALID": "later does not",
    "ALTER TABLE cases_fee DROP CONSTRAINT fee_amount_positive, "
    "ADD CONSTRAINT fee_amount_positive CHECK (amount > -400)": "fee_amount_positive is not what",
    "ALTER TABLE cases_fee DROP CONSTRAINT fee_amount_positive, "
    "ADD CONSTRAINT fee_amount_positive CHECK (amount > 0 OR true)": "fee_amount_positive is not",
    "ALTER TABLE cases_fee DROP CONSTRAINT amount_is_finite, "
    "ADD CONSTRAINT amount_is_finite CHECK (amount <> 'NaN')": "amount_is_finite is not what",
    "DROP INDEX passenger_one_seat_a_child; CREATE UNIQUE INDEX passenger_one_seat_a_child "
    "ON cases_passenger (child_id) WHERE status = 'boarded'": "one_seat_a_child is not what",
    "ALTER TABLE cases_followup DROP CONSTRAINT follow_up_early_has_reason, ADD CONSTRAINT "
    "follow_up_early_has_reason CHECK (done_on IS NULL OR done_on >= due_on - interval '14 days' "
    "OR early_reason = '')": "follow_up_early_has_reason is not what",
    "GRANT UPDATE ON cases_journal TO {app}": "cases_journal: UPDATE is allowed",
    "GRANT DELETE ON cases_child TO {app}": "cases_child: DELETE is allowed",
    "GRANT INSERT ON cases_childevent TO {app}": "cases_childevent: INSERT is allowed",
    "GRANT TRIGGER ON cases_team TO {app}": "cases_team: TRIGGER is allowed",
    "GRANT TEMPORARY ON DATABASE {database} TO PUBLIC": "TEMPORARY is allowed",
    "GRANT CREATE ON SCHEMA public TO {app}": "CREATE is allowed",
    "{own} ALTER TABLE cases_team OWNER TO {app}": "cases_team is allowed",
    "ALTER DATABASE {database} SET search_path = pg_temp": "search_path=pg_temp is",
}


def said() -> str:
    return "\n".join(f"{each.name} {each.how}" for each in fallen())


def test_each_guard_that_falls_is_named():
    secure("default")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_append_only_%%'"
            " AND tgrelid = 'cases_journal'::regclass"
        )
        (trigger,) = cursor.fetchone()
    own = f"GRANT CREATE ON SCHEMA public TO {APP};"
    names = {
        "own": own,
        "app": APP,
        "trigger": trigger,
        "database": connection.settings_dict["NAME"],
    }
    assert said() == ""

    unnamed = []
    for blow, sentence in BLOWS.items():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(blow.format(**names))
            if sentence.format(**names) not in said():
                unnamed.append(f"{blow}: {said()}")
            transaction.set_rollback(True)
    assert unnamed == []


def test_page_and_command_say_which(client, capsys):
    client.force_login(factories.user(Role.REVIEWER))
    secure("default")
    page = client.get("/integrity/").content.decode()
    assert "The guards of the database stand as declared" in page
    call_command("verify_guards")

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_fee DROP CONSTRAINT fee_amount_positive")

    page = client.get("/integrity/").content.decode()
    assert "cases_fee: fee_amount_positive" in page
    with pytest.raises(CommandError, match="Guards have fallen"):
        call_command("verify_guards")
    assert "cases_fee: fee_amount_positive is missing" in capsys.readouterr().out
