"""The closed lists of looking back: how a sample is drawn, what becomes of a drawn problem, why somebody may not look at it again."""

from enum import StrEnum

LONGEST_NOTE = 190


class Method(StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"  # every closing with the same chance
    RISK = "risk"  # what may be wrong with a greater chance, by said weights
    CONFIRMERS = "confirmers"  # everybody who confirmed is represented


# Samples whose share speaks for the region; a sample by risk looks for what is wrong and finds more of it on purpose.
REPRESENTATIVE = (Method.RANDOM, Method.CONFIRMERS)


class Outcome(StrEnum):
    """What looking again has shown. What could not be seen is never counted as persisting."""

    PERSISTS = "persists"
    REBOUNDED = "rebounded"
    UNSEEN = "unseen"


class Known(StrEnum):
    """How the outcome is known."""

    STANDARD = "standard"  # facts seen by the inspector, and the standard was asked
    WORD = "word"  # no rule sees the problem: what the inspector saw and wrote
    LEDGER = "ledger"  # the problem was found again before anybody went


class Unseen(StrEnum):
    """Why a problem could not be seen."""

    ABSENT = "absent"  # nobody was there, more than once
    MOVED = "moved"
    REFUSED = "refused"  # the household did not want it
    UNREACHABLE = "unreachable"  # road, weather
    UNDECIDED = "undecided"  # what was seen does not decide
    OVER = "over"  # the standard no longer applies, or the household is gone


class Inside(StrEnum):
    """Why somebody is inside the chain of a problem, the nearest first."""

    SUBMITTER = "submitter"
    CONFIRMER = "confirmer"
    OWNER = "owner"  # holds, or held, the post that owns it
    HELPER = "helper"  # helps, or helped, the household
    STEP = "step"  # took another step on it
    PROOF = "proof"  # brought a proof, or visited the household while it was being closed
    POST = "post"  # a post of its village, township or department
    ROLE = "role"  # a role of its village, township or department


class Barred(StrEnum):
    """Why an inspection is not given to somebody, besides being inside the chain."""

    NO_ACCOUNT = "no_account"  # switched off, or not there
    NO_RIGHT = "no_right"  # no role that works with households
    DONE = "done"  # the case has its outcome


class Risk(StrEnum):
    """What makes a closing more likely to be wrong."""

    VERIFIED = "verified"  # closed as no problem after all
    ACCEPTED = "accepted"  # no rule sees it
    CORRECTED = "corrected"  # closed by correcting data
    UNSEEN = "unseen_proof"  # nothing of its proof was seen or is on a department's list
    BACK_BEFORE = "back_before"  # it came back before
    FAST = "fast"  # submitted within days of being determined
    SHARED = "shared_proof"  # a file of its proof is the proof of another problem, too


# How many times greater the chance of a closing is for each risk that it has; they multiply. Working values of the project, said with
# every plan.
WEIGHTS = {
    Risk.VERIFIED: 3,
    Risk.ACCEPTED: 2,
    Risk.CORRECTED: 2,
    Risk.UNSEEN: 2,
    Risk.BACK_BEFORE: 3,
    Risk.FAST: 2,
    Risk.SHARED: 2,
}
FAST_DAYS = 3  # from the determination to the submission
