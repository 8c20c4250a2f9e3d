"""Roles, acts and the kinds of values that are masked: the words of rights."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is, over a unit and all below it."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    DEPARTMENT = "department"
    PREFECTURE = "prefecture"
    REGION = "region"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Act(StrEnum):
    """What may be done."""

    SEE_FIGURES = "see_figures"  # of places, without the rows behind them
    SEE = "see"  # households, standards, rounds of a place
    REVEAL = "reveal"  # what is masked, with a recorded reason
    OBSERVE = "observe"  # record a fact with its source and date
    RECORD_EVENT = "record_event"  # birth, death, marriage, move, split, merge
    IMPORT = "import"
    SCREEN = "screen"
    EXPORT = "export"
    MANAGE_POSTS = "manage_posts"  # posts, who holds them, who helps whom
    DETERMINE = "determine"  # say that a suspicion is a problem
    ASSIGN = "assign"  # give a problem to a post
    HANDLE = "handle"  # report a problem as solved, ask for more time
    CONFIRM = "confirm"  # be the second person
    APPROVE = "approve"  # grant more time
    WITHDRAW = "withdraw"  # take a problem out of the ledger
    LOOK_BACK = "look_back"  # draw closed problems and have them looked at again
    RECTIFY = "rectify"  # inspections with their lists, self-checks of the units below
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"


class Sensitivity(StrEnum):
    """How private a value is, as the catalogue of fields says."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    IDENTIFIER = "identifier"


class Scope(StrEnum):
    """What a token may be used for; never more than its account may do."""

    READ = "read"  # look
    RECORD = "record"  # look, record facts, events and visits, report problems as solved
    ALL = "all"  # everything that the account may do, except to manage accounts
