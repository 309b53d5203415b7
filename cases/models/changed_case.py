"""The cases of which something counted has changed, until the database has counted it."""

from typing import cast

from django.db import models

from cases.models.guards import no_truncate
from cases.models.kept import keeps_changed

_KEPT = keeps_changed()


class ChangedCase(models.Model):
    """A mark of a transaction; whoever else looks sees none."""

    child_id = models.BigIntegerField()
    is_past = models.BooleanField()

    class Meta:
        triggers = [no_truncate(), _KEPT]

    def __str__(self) -> str:
        return f"{self.child_id}"


# It takes the class, and is typed as if it took a row of it.
_KEPT_NAME = _KEPT.get_pgid(cast("models.Model", ChangedCase))
#: Lets what is counted be written when the transaction settles; at the latest at COMMIT.
KEPT_LATER = f"SET CONSTRAINTS {_KEPT_NAME} DEFERRED"
#: Asks the guards of COMMIT now, and writes what is counted: at once, too, from here on.
SETTLED = (
    "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; "
    f"SET CONSTRAINTS {_KEPT_NAME} IMMEDIATE"
)
