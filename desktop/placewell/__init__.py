"""Placewell: an offline planning assistant for health and wellbeing."""

__version__ = "0.1.0"
