"""A child is of an age on the day the rules say: born on 29 February, three years on 1 March."""

from django.db import migrations

AS_THE_RULES_COUNT = """
CREATE OR REPLACE FUNCTION cases_missing_consent(the_child bigint, the_purpose text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.giver_role FROM cases_consentrule r
    JOIN cases_child c ON c.agreement_id = r.agreement_id
    JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = the_child AND r.purpose = the_purpose AND r.during @> day
    AND (r.giver_role <> 'child'
         OR extract(year FROM age(day, p.born_latest)) >= r.from_age)
    AND NOT cases_consent_holds(the_child, the_purpose, r.giver_role, day)
    AND NOT (r.giver_role IN ('mother', 'father')
             AND cases_consent_holds(the_child, the_purpose, 'court', day))
    AND NOT (r.giver_role = 'father' AND c.father_status = 'deceased'
             AND c.father_evidence <> '')
    ORDER BY r.giver_role LIMIT 1
$$;
"""

AS_INTERVALS_COUNT = """
CREATE OR REPLACE FUNCTION cases_missing_consent(the_child bigint, the_purpose text, day date)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT r.giver_role FROM cases_consentrule r
    JOIN cases_child c ON c.agreement_id = r.agreement_id
    JOIN cases_person p ON p.id = c.person_id
    WHERE c.id = the_child AND r.purpose = the_purpose AND r.during @> day
    AND (r.giver_role <> 'child'
         OR p.born_latest + make_interval(years => r.from_age) <= day)
    AND NOT cases_consent_holds(the_child, the_purpose, r.giver_role, day)
    AND NOT (r.giver_role IN ('mother', 'father')
             AND cases_consent_holds(the_child, the_purpose, 'court', day))
    AND NOT (r.giver_role = 'father' AND c.father_status = 'deceased'
             AND c.father_evidence <> '')
    ORDER BY r.giver_role LIMIT 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_agreed_journey_stays")]

    operations = [migrations.RunSQL(AS_THE_RULES_COUNT, AS_INTERVALS_COUNT)]
