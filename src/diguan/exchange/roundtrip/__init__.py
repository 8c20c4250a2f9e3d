"""Workbooks that go out, come back filled in, and are merged by cell: the ledger of a round, the corrections of a check.

Belongs here: splitting by village, township or department; reading what came back in whatever state; the report of differences,
conflicts and their decisions; carrying what was filled in over to a new round.
Does not belong here: which rows there are (screening, checks), what a finding means, closing an item (nothing closes on paper).
"""

from diguan.exchange.roundtrip.carry import Carried, carry_ledger
from diguan.exchange.roundtrip.errors import UnableToUseLedger
from diguan.exchange.roundtrip.merge import Merged, merge_ledger
from diguan.exchange.roundtrip.split import Part, split_ledger

__all__ = ["Carried", "Merged", "Part", "UnableToUseLedger", "carry_ledger", "merge_ledger", "split_ledger"]
