"""The one base of every refusal of an act."""


class Refused(Exception):
    """An act is refused; ``reasons`` are sentences fit to show to staff.

    ``field`` names the field of the form that the reasons are about, if they are about one.
    """

    def __init__(self, *reasons: str, field: str | None = None) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field
