"""One open project: transactions, undo, redo, events and the audit trail are one mechanism."""

from placewell.domain.history import Change, Entry, Step
from placewell.edit.ledger import Ledger
from placewell.edit.session import Session
from placewell.edit.transaction import Transaction

__all__ = ["Change", "Entry", "Ledger", "Session", "Step", "Transaction"]
