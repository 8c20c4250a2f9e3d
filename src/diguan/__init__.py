"""Diguan (滴灌): dated standards, recomputable verdicts, a ledger that cannot be closed on paper."""

from diguan.api import RoundResult, screen, verify

__all__ = ["RoundResult", "__version__", "screen", "verify"]
__version__ = "0.1.0"
