"""report.html: one self-contained page about a round, without a script and without a request, Chinese and English.

Belongs here: its markup, its bars, its style. Figures of groups only: no person, no household, no name.
Does not belong here: counting (figures), anything about one household (the ledger).
"""

from diguan.exchange.report.write import write_report

__all__ = ["write_report"]
