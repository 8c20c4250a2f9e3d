"""The closed lists of rectification: kinds of inspections and problems, how each thing stands, what may happen to it, why not."""

from enum import StrEnum

PAPER_LENGTH, TITLE_LENGTH, UNIT_LENGTH, TEXT_LENGTH, NAME_LENGTH = 80, 200, 120, 2000, 80
SPREAD_JOB, LOOK_JOB = "spread", "look"


class InspectionKind(StrEnum):
    """Who looked, in the customary words."""

    CENTRAL = "central"  # 中央脱贫攻坚专项巡视
    CENTRAL_LOOK_BACK = "central_look_back"  # 专项巡视“回头看”
    EFFECT = "effect"  # 脱贫攻坚成效考核
    SUPERVISION = "supervision"  # 督查巡查
    DEMOCRATIC = "democratic"  # 民主监督
    AUDIT = "audit"  # 审计
    OWN = "own"  # 自查


class Category(StrEnum):
    """Chapters under which such feedback is customarily given; the first four are those of the special inspections."""

    POLICY = "policy"  # 落实方针政策
    MAIN_DUTY = "main_duty"  # 党委（党组）主体责任
    OVERSIGHT = "oversight"  # 监督责任和监管责任
    EARLIER = "earlier"  # 历次检查发现问题的整改
    ASSURANCES = "assurances"  # 两不愁三保障
    FUNDS = "funds"  # 资金项目
    CONDUCT = "conduct"  # 工作作风
    OTHER = "other"


class ProblemKind(StrEnum):
    """How wide a problem is."""

    SINGLE = "single"  # 具体问题
    COMMON = "common"  # 面上问题
    CLUE = "clue"  # 移交线索


class Horizon(StrEnum):
    """How long mending takes (P3 ①)."""

    IMMEDIATE = "immediate"  # 立行立改
    LONG = "long"  # 长期坚持，分阶段


class ProblemState(StrEnum):
    """How a problem stands."""

    RECEIVED = "received"  # 已登记，方案待报
    PROPOSED = "proposed"  # 方案待批
    UNDER_WAY = "under_way"  # 整改中
    REPORTED = "reported"  # 已报销号待验收
    ACCEPTED = "accepted"  # 已验收销号


class StageState(StrEnum):
    """How a stage of a task stands."""

    PLANNED = "planned"
    REPORTED = "reported"
    ACCEPTED = "accepted"


class CheckState(StrEnum):
    """How the self-check of a unit stands."""

    ASKED = "asked"
    REPLIED = "replied"
    ACCEPTED = "accepted"


class On(StrEnum):
    """What a step happens to."""

    PROBLEM = "problem"
    STAGE = "stage"
    CHECK = "check"


class Step(StrEnum):
    """What happens: the first two are no steps of the table."""

    REGISTER = "register"
    SPREAD = "spread"  # from one to all: begun, or looked for again
    PROPOSE = "propose"
    APPROVE_PLAN = "approve_plan"
    RETURN_PLAN = "return_plan"
    REPORT = "report"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    REPORT_STAGE = "report_stage"
    ACCEPT_STAGE = "accept_stage"
    RETURN_STAGE = "return_stage"
    REPLY_CHECK = "reply_check"
    ACCEPT_CHECK = "accept_check"
    RETURN_CHECK = "return_check"


class SpreadKind(StrEnum):
    """How one problem is looked for everywhere."""

    EXPRESSION = "expression"
    SELF_CHECK = "self_check"


class Linked(StrEnum):
    """Why an item of the ledger belongs to a problem."""

    OWN = "own"  # it is the problem, or a household of it
    ALIKE = "alike"  # an expression found it elsewhere
    FOUND = "found"  # a unit found it in its self-check


class Refusal(StrEnum):
    """Why an attempt was refused; kept with the attempt."""

    STALE = "stale"
    STATE = "state"
    ROLE = "role"
    REASON = "reason"
    SAME_PERSON = "same_person"
    RANK = "rank"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_ELSEWHERE = "evidence_elsewhere"
    EVIDENCE_USED = "evidence_used"
    EVIDENCE_BY_SAME_PERSON = "evidence_by_same_person"
    PLAN_INCOMPLETE = "plan_incomplete"
    NOTHING_NEW = "nothing_new"
    STAGE_BEFORE = "stage_before"
    STAGES_OPEN = "stages_open"
    ITEMS_OPEN = "items_open"
    ITEMS_WITHDRAWN = "items_withdrawn"
    CHECKS_OPEN = "checks_open"
    STANDARD = "standard"
    LEDGER = "ledger"
    FOUND_UNNAMED = "found_unnamed"


# What somebody tried to have accepted on paper.
ON_PAPER = frozenset(
    {
        Refusal.SAME_PERSON,
        Refusal.EVIDENCE_MISSING,
        Refusal.EVIDENCE_ELSEWHERE,
        Refusal.EVIDENCE_USED,
        Refusal.EVIDENCE_BY_SAME_PERSON,
        Refusal.STAGES_OPEN,
        Refusal.ITEMS_OPEN,
        Refusal.ITEMS_WITHDRAWN,
        Refusal.CHECKS_OPEN,
        Refusal.STANDARD,
        Refusal.LEDGER,
    }
)
