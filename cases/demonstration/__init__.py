"""The demonstration register: invented people at every stage, made by the acts of staff."""

from cases.demonstration.few import CHILDREN
from cases.demonstration.load import CannotLoad, is_demonstration, load

__all__ = ["CHILDREN", "CannotLoad", "is_demonstration", "load"]
