"""What a reviewer sent back, until it is made anew or dropped."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Concat

from cases.models import Journal, Task
from cases.vocabulary import Act, Decision, TaskRule

#: The entries by which something is sent back, or more is asked for.
SENT_BACK = Q(act=Act.RETURN) | Q(
    act=Act.DECIDE, detail__endswith=f":{Decision.NEEDS_INFORMATION.value}"
)
#: What leaves nothing half done on the case once it is refused.
REQUESTS = (Act.ASK_CLOSE, Act.ASK_REOPEN, Act.ASK_AGREEMENT, Act.ASK_MOTHER, Act.ASK_UNMERGE)


def code() -> Case:
    """Return the column of what an entry sent back: the act, and the number of its record."""
    decided = Concat(Value(f"{Act.DECIDE.value}:"), _part("detail"), output_field=CharField())
    return Case(When(act=Act.DECIDE, then=decided), default=F("detail"))


def unanswered(entries: "QuerySet[Journal]") -> "QuerySet[Journal]":
    """Return those of ``entries`` that sent back what was neither made anew nor dropped since.

    It is made anew by the act that had made it. It is dropped by a note that says so, which closes
    its task; an assessment by a step of the case, too. Nothing else on the case answers it.
    """
    made_by = Case(When(act=Act.DECIDE, then=Value(Act.ASSESS)), default=_part("detail"))
    later = Journal.objects.filter(child=OuterRef("child"), pk__gt=OuterRef("pk"))
    anew = ExpressionWrapper(OuterRef("made_by"), CharField())
    moved = Q(to_stage__isnull=False, anew=Act.ASSESS)
    answers = later.annotate(anew=anew).filter(moved | Q(act=F("anew")))
    dropped = Task.objects.filter(
        child=OuterRef("child"),
        rule=TaskRule.RETURNED,
        about=OuterRef("of_task"),
        closed_at__gt=OuterRef("at"),
    )
    rows = entries.filter(SENT_BACK).annotate(made_by=made_by, of_task=code())
    return rows.filter(~Exists(answers), ~Exists(dropped))


def _part(column: str) -> Func:
    """Return what stands before the first colon of a column."""
    parts = (F(column), Value(":"), Value(1))
    return Func(*parts, function="split_part", output_field=CharField())
