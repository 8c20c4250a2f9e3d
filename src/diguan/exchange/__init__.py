"""Exchange: workbooks, CSV and plain tables in; ledger, rejected rows and reports out. No Django, no judging.

Untrusted files are read in a child process with limits.
"""
