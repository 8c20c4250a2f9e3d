"""Diguan (滴灌): dated standards, recomputable verdicts, a ledger that cannot be closed on paper."""

from diguan.api import CheckResult, RoundResult, check, screen, screen_facts, verify

__all__ = ["CheckResult", "RoundResult", "__version__", "check", "screen", "screen_facts", "verify"]
__version__ = "0.1.0"
