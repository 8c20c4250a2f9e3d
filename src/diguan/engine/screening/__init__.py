"""Screening: a round from a snapshot and a standard to verdicts, findings, explanations, and its verification.

Belongs here: the round, findings as suspicion, explanations from the tree, verify.
Does not belong here: workbooks and pages (exchange), evaluation of one rule (backends).
"""

from diguan.engine.screening.bound import UnableToScreen
from diguan.engine.screening.engines import Engine, evaluating
from diguan.engine.screening.folder import UnableToWriteRound, round_directory
from diguan.engine.screening.record import Masking, RoundRecord
from diguan.engine.screening.round import Round, screen
from diguan.engine.screening.verify import Deviation, UnableToReadRound, Verification, read_round, verify_round

__all__ = [
    "Deviation",
    "Engine",
    "Masking",
    "Round",
    "RoundRecord",
    "UnableToReadRound",
    "UnableToScreen",
    "UnableToWriteRound",
    "Verification",
    "evaluating",
    "read_round",
    "round_directory",
    "screen",
    "verify_round",
]
