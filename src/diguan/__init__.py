"""Diguan (滴灌): dated standards, recomputable verdicts, a ledger that cannot be closed on paper."""

__version__ = "0.1.0"
