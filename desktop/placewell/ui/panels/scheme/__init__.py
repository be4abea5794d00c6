"""Bringing a scheme in, step by step, in any order."""

from placewell.ui.panels.scheme.panel import SchemePanel

__all__ = ["SchemePanel"]
