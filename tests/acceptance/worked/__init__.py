"""A county at work on its ledger, and the book that the script keeps of it by itself."""
