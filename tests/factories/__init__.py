"""The smallest valid records, made by the same acts as staff use.

Days are fixed: ``DAY`` is the day the tests' cases are registered and worked on.
"""

from tests.factories.agreements import (
    agreed_otherwise,
    agreement,
    bare_agreement,
    fee_schedule,
    published_agreement,
    questions,
    second_agreement,
    seeding_reviewer,
)
from tests.factories.enquiries import (
    chosen_enquiry,
    enquiry,
    enquiry_columns,
    enquiry_facts,
    telling,
    told,
)
from tests.factories.families import child_facts, family, mother_facts
from tests.factories.fixed import AHEAD, APPROVED_AT, DAY, NOON, PASSWORD, SEEN, SINCE_2019
from tests.factories.lists import applied_list, confirm_columns, imported_list
from tests.factories.merges import ask_merge, ask_unmerge, merge, same_child, versions
from tests.factories.money import (
    approve,
    ask_waiver,
    batch,
    due_fees,
    fees_of,
    receipt,
    scan,
    waive,
)
from tests.factories.movements import (
    add_escort,
    ask_lock,
    depart,
    excuse,
    give_seats,
    lock,
    movement,
    take_off,
)
from tests.factories.people import TeamFactory, UserFactory, user, users
from tests.factories.places import PlaceFactory, airports, care_centre, court, typed_town
from tests.factories.records import (
    claim,
    confirm,
    consent,
    document,
    drawn_look,
    evidence,
    grant,
    hearing,
    interests_note,
    saved_view,
    withdraw_names,
)
from tests.factories.sharing import (
    access_key,
    held_request,
    named_export,
    outside_totals,
    public_totals,
    share,
)
from tests.factories.terms import (
    age_clock,
    agreed,
    agreed_on,
    figure_explanation,
    figures,
    follow_up_rule,
    past_the_guards,
    published_figure,
    retention_term,
    stage_limit,
)
from tests.factories.way import (
    assess,
    bring_to,
    child,
    cleared_family,
    close,
    decide,
    hand_over,
    stages,
)
