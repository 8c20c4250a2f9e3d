"""Work style (作风): what the system costs people, and how the work is done, measured from records that exist already.

Belongs here: figures of questions, visits, workbooks, closings and answers, by place and week, and the rows behind each.
Does not belong here: recording anything (the nouns do), judging persons, pages.
"""
