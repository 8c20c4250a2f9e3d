"""What is measured."""

from enum import StrEnum

MOST_WEEKS = 26
MOST_VISITS = 20_000  # of which repeated questions are looked up


class Figure(StrEnum):
    """A figure and the rows behind it. Everything is counted in the week in which it happened."""

    VISITS = "visits"  # somebody was met, or asked by phone
    ABSENT = "absent"  # nobody was there: the household's or the visitor's time all the same
    ASKED = "asked"  # questions on the forms of visits
    MINUTES = "minutes"  # forms of visits stood open, where that is known
    REPEATED = "repeated"  # answered although a known answer was still valid
    SUPPLIED = "supplied"  # answered although a department's list had it
    HANDED_OUT = "handed_out"  # workbooks that left for a place
    QUESTIONS_OUT = "questions_out"  # questions in visit workbooks that left
    HANDED_IN = "handed_in"  # workbooks and exports that were loaded or handed back
    CLOSED = "closed"
    PAPER = "paper"  # closings that the standard, the proof or the second person refused
    REBOUNDED = "rebounded"  # closed, and back


# Acts on record by which something leaves for people to fill in or to keep, and by which it comes back.
OUT = ("hand_out_visits", "take_ledger_book", "take_list", "take_paper", "take_rejected")
IN = ("load_inputs", "hand_in_ledger_book")
# Figures for which less is better for the people at the door and in the village; shown per 100 households.
BURDEN = (
    Figure.VISITS,
    Figure.ABSENT,
    Figure.ASKED,
    Figure.MINUTES,
    Figure.REPEATED,
    Figure.SUPPLIED,
    Figure.HANDED_OUT,
    Figure.QUESTIONS_OUT,
    Figure.HANDED_IN,
)
HONESTY = (Figure.CLOSED, Figure.PAPER, Figure.REBOUNDED)
