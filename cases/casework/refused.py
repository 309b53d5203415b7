"""The one base of every refusal of an act."""


class Refused(Exception):
    """An act is refused: ``reasons`` are sentences for staff, ``field`` a form field or None."""

    def __init__(self, *reasons: str, field: str | None = None) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field
