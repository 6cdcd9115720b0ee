"""The stub in an operator's hand: part of the control API, never on the stub's own port."""

from mockportal.franceconnect.control.operations import OPERATIONS, Operation

__all__ = ["OPERATIONS", "Operation"]
