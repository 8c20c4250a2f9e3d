"""ledger.xlsx (台账): one row a finding, with empty cells for the people who mend it, and sheets that explain and add up.

Belongs here: columns, dropdowns, protection, the sheets of the ledger; the same bytes for the same round.
Does not belong here: which findings there are and in what order (screening), how names are masked (masking), counting (figures).
"""

from diguan.exchange.ledger.rows import LedgerContent, LedgerRow
from diguan.exchange.ledger.write import UnableToWriteLedger, write_ledger

__all__ = ["LedgerContent", "LedgerRow", "UnableToWriteLedger", "write_ledger"]
