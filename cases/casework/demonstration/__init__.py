"""The demonstration register: invented people at every stage, made by the acts of staff."""

from cases.casework.demonstration.few import CHILDREN
from cases.casework.demonstration.load import CannotLoad, is_demonstration, load

__all__ = ["CHILDREN", "CannotLoad", "is_demonstration", "load"]
