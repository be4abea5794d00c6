"""Judging a scheme: facts, measures, verdicts, explanations."""
