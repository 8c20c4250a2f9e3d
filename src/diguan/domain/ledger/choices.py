"""The closed lists of the ledger: how an item stands, where it came from, how it may be closed, what may happen to it."""

from enum import StrEnum


class State(StrEnum):
    """How an item stands."""

    SUSPECTED = "suspected"  # 疑似待认定
    OPEN = "open"  # 已认定待处理
    SUBMITTED = "submitted"  # 已报销号待确认
    CLOSED = "closed"  # 已销号
    WITHDRAWN = "withdrawn"  # 已撤回


LIVE = (State.SUSPECTED, State.OPEN, State.SUBMITTED)
HELD = (State.SUBMITTED, State.CLOSED)  # somebody stands for a closing
ENDED = (State.CLOSED, State.WITHDRAWN)


class Source(StrEnum):
    """Where an item came from."""

    FINDING = "finding"
    CHECK = "check"
    COMPLAINT = "complaint"
    MANUAL = "manual"


class ReceivedBy(StrEnum):
    """How a complaint came in."""

    CALL = "call"
    LETTER = "letter"
    VISIT = "visit"
    ONLINE = "online"
    HANDED_ON = "handed_on"  # by a higher level or another office


class Closing(StrEnum):
    """How an item may be closed; the four are counted apart."""

    MENDED = "mended"  # new dated evidence, and the standard says met
    CORRECTED = "corrected"  # the data were wrong; the old value stays shown
    VERIFIED = "verified"  # no problem after all, until a day
    ACCEPTED = "accepted"  # the criteria that were set at opening are fulfilled


class Level(StrEnum):
    """Whose an item is: the level of its owner. A department stands beside the county."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    DEPARTMENT = "department"
    PREFECTURE = "prefecture"
    REGION = "region"


class Step(StrEnum):
    """What happens to an item: the first six by rounds and openings, the others by a person."""

    OPEN = "open"
    REBOUND = "rebound"  # found again after it was closed or withdrawn
    ASK_AGAIN = "ask_again"  # found again after the day until which it was verified
    RENAME = "rename"  # the same problem, found as another kind
    MOVE = "move"  # household or person have another number now
    LOSE = "lose"  # a round judged the place and no longer found it; it stays open
    DETERMINE = "determine"
    ASSIGN = "assign"
    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    ASK_POSTPONEMENT = "ask_postponement"
    GRANT_POSTPONEMENT = "grant_postponement"
    REFUSE_POSTPONEMENT = "refuse_postponement"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"


class Wait(StrEnum):
    """What somebody waits for."""

    DETERMINE = "determine"  # a suspicion: that a person says whether it is a problem
    CONFIRM = "confirm"  # a submission: a second person
    DECIDE = "decide"  # a wish for more time: somebody above


class Refusal(StrEnum):
    """Why an attempt was refused; kept with the attempt, so that attempts to close on paper can be counted."""

    STALE = "stale"  # somebody else was faster
    STATE = "state"  # not from this state
    ROLE = "role"  # the role may not do this here
    REASON = "reason"
    DEADLINE = "deadline"
    TOO_LONG = "too_long"
    POST = "post"
    SAME_PERSON = "same_person"
    PROOF_BY_SAME_PERSON = "proof_by_same_person"
    RANK = "rank"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_ELSEWHERE = "evidence_elsewhere"
    NO_CRITERIA = "no_criteria"
    EXPIRY = "expiry"
    NOT_JUDGED = "not_judged"  # the standard cannot be asked
    GONE = "gone"  # household or person are no longer there
    UNMET = "unmet"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    STILL_FOUND = "still_found"
    NO_NEW_FACT = "no_new_fact"
    DECLARED = "declared"
    NOTHING_CORRECTED = "nothing_corrected"
    KNOWN = "known"  # the problem has an item that lives


# What somebody tried to close on paper: the standard, the proof or the second person said no.
ON_PAPER = frozenset(
    {
        Refusal.SAME_PERSON,
        Refusal.PROOF_BY_SAME_PERSON,
        Refusal.EVIDENCE_MISSING,
        Refusal.EVIDENCE_ELSEWHERE,
        Refusal.NO_CRITERIA,
        Refusal.GONE,
        Refusal.UNMET,
        Refusal.UNKNOWN,
        Refusal.NOT_APPLICABLE,
        Refusal.STILL_FOUND,
        Refusal.NO_NEW_FACT,
        Refusal.DECLARED,
        Refusal.NOTHING_CORRECTED,
    }
)
