"""The papers of a consistency check: by check, by person, by township, and the cells to correct in the system they came from.

Belongs here: what `diguan check` writes besides the round itself.
Does not belong here: the checks (a standard pack), finding and locating (engine), the ledger of a screening (exchange.ledger).
"""

from diguan.exchange.checks.papers import CHECKS, CORRECTIONS, CheckPapers, write_check_papers

__all__ = ["CHECKS", "CORRECTIONS", "CheckPapers", "write_check_papers"]
