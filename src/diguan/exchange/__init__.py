"""Exchange: workbooks, CSV and plain tables in; ledger, rejected rows and reports out.

Belongs here: layouts and header aliases as data, reading of untrusted files in a child process with limits, writing of files.
Does not belong here: judging, folding contradicting facts (the snapshot does), anything that knows a command or a request.
"""
