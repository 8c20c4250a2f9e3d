"""How a step is refused: the words of every refusal, and what to do instead."""

from collections.abc import Mapping

from diguan.domain.ledger.choices import Refusal
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

SAID: Mapping[Refusal, tuple[Label, Label]] = {
    Refusal.STALE: (
        Label("这个问题刚被别人处理过", "somebody else has just changed this item"),
        Label("请看过新的状态后再办，您这次没有生效", "look at how it stands now; nothing of yours was done"),
    ),
    Refusal.STATE: (
        Label("问题现在的状态不能这样办", "this cannot be done to an item that stands so"),
        Label("请看页面上现在可以办的", "the page of the item shows what can be done"),
    ),
    Refusal.ROLE: (
        Label("您的角色不能在这里这样办", "your role may not do this here"),
        Label("请交给有此职责的上级或部门", "leave it to the level or department whose duty it is"),
    ),
    Refusal.REASON: (
        Label("没有写理由", "no reason was given"),
        Label("写明依据和情况", "say what it rests on"),
    ),
    Refusal.DEADLINE: (
        Label("期限不能这样定", "this deadline cannot be"),
        Label(
            "填一个晚于今天和原期限的日期，或工作日数",
            "give a later day than today and the deadline so far, or working days",
        ),
    ),
    Refusal.TOO_LONG: (
        Label(
            "延期太长：一次最多半年（180 天），标准另有规定的按标准",
            "too much time: half a year (180 days) at most, unless the standard says otherwise",
        ),
        Label("填近一些的日期；到时还不够，再申请", "give a nearer day; ask again when it is not enough"),
    ),
    Refusal.POST: (
        Label("没有这个岗位，或它不管这个地方", "there is no such post, or it does not answer for this place"),
        Label("从责任链上选一个岗位", "choose a post of the chain of the place"),
    ),
    Refusal.SAME_PERSON: (
        Label("报销号的人不能自己确认", "whoever submitted it cannot be the second person"),
        Label("由上一级或责任部门的另一个人确认", "somebody else, of a higher level or of the department, confirms"),
    ),
    Refusal.PROOF_BY_SAME_PERSON: (
        Label("证据是您录入的，不能由您确认", "you recorded the proof yourself: you cannot be the second person"),
        Label("由没有录入证据的另一个人确认", "somebody confirms who recorded none of it"),
    ),
    Refusal.RANK: (
        Label("确认人须高于报销号的人，或是责任部门", "the second person stands above the first, or is the department"),
        Label("请上一级或责任部门办理", "leave it to the next level or the department"),
    ),
    Refusal.EVIDENCE_MISSING: (
        Label("没有佐证材料", "there is no evidence"),
        Label("上传照片、证明或名单", "hand in a photo, a certificate or a list"),
    ),
    Refusal.EVIDENCE_ELSEWHERE: (
        Label(
            "材料不是这个地方的，或同一张照片已用于另一户",
            "evidence of another place, or a photo that was used for another household",
        ),
        Label("用这一户自己的材料", "use evidence of this household"),
    ),
    Refusal.NO_CRITERIA: (
        Label(
            "立项时没有定验收标准，不能按验收销号", "no criteria were set at opening: it cannot be closed by acceptance"
        ),
        Label("按事实已改变、数据已更正或核实无误办理", "close it as mended, corrected or verified"),
    ),
    Refusal.EXPIRY: (
        Label(
            "核实无误须有期限，未到期，最长 180 天，标准另有规定的按标准",
            "verified holds until a day that is yet to come, 180 days at most unless the standard says otherwise",
        ),
        Label("填核实有效到哪一天", "give the day until which it holds"),
    ),
    Refusal.NOT_JUDGED: (
        Label("标准现在不能判定这个问题", "the standard cannot judge this problem now"),
        Label(
            "没有指标的问题按验收或核实办理；轮次文件夹缺失或参数未确认时，请重新筛查一轮",
            "a problem without a rule is closed by acceptance or as verified; where the folder of the round is gone or a value is not "
            "confirmed, run a new round",
        ),
    ),
    Refusal.GONE: (
        Label("这一户或这个人已不在名单上", "the household or the person is no longer on the list"),
        Label(
            "人不在名单上不等于问题解决；查明去向后按核实无误办理",
            "being off the list solves nothing: find out, then have it verified",
        ),
    ),
    Refusal.UNMET: (
        Label("标准判定仍未达标", "the standard still says: unmet"),
        Label("先解决问题，入户看过后录入事实", "mend it first, then record what was seen"),
    ),
    Refusal.UNKNOWN: (
        Label("标准判定仍待核实", "the standard still says: unknown"),
        Label("录入还缺的事实，页面上列有要问的内容", "record the facts that are missing; the page lists what to ask"),
    ),
    Refusal.NOT_APPLICABLE: (
        Label("标准现在不适用于他，不适用不能销号", "the standard no longer applies, and that closes nothing"),
        Label("确实不再适用的，附证据按核实无误办理", "where that is right, close it as verified with its proof"),
    ),
    Refusal.STILL_FOUND: (
        Label("按当时的数据，这个问题仍会被查出", "on the facts of that day the problem would still be found"),
        Label("更正当时的数据，或按核实无误办理", "correct the facts of that day, or close it as verified"),
    ),
    Refusal.NO_NEW_FACT: (
        Label(
            "没有发现问题之后看到的、或部门名册上的新事实",
            "nothing that decides was seen, or is on a department's list, since it was found",
        ),
        Label("入户看过后录入，日期不早于发现问题的那天", "go and see, and record it with that day"),
    ),
    Refusal.DECLARED: (
        Label(
            "达标只是因为发现问题后的自报",
            "it is met on nothing better than what was declared after the problem was found",
        ),
        Label(
            "自报不能销号：入户看过，或由部门名册印证",
            "a declaration closes nothing: go and see, or have the department's list",
        ),
    ),
    Refusal.NOTHING_CORRECTED: (
        Label("发现问题之后没有更正过决定判定的数据", "no fact that decides was corrected since the problem was found"),
        Label("先更正数据（旧值会保留），再报销号", "correct it first; the old value is kept"),
    ),
    Refusal.KNOWN: (
        Label("这个问题已在台账中", "this problem is in the ledger already"),
        Label("在已有的问题下办理，不另立一条", "work on the item that is there; a problem has one"),
    ),
}


class UnableToFindItem(UnableToAct):
    """There is no such item, or it lies elsewhere: the two are told in the same words."""

    def __init__(self) -> None:
        super().__init__(
            Label("没有这个问题，或不在您的范围内", "there is no such item, or it lies outside your region"),
            Label("请从台账中查找", "look for it in the ledger"),
        )


class StepRefused(Exception):
    """A step that is refused; it never leaves the actions: the attempt is kept and told by an outcome."""

    def __init__(self, code: Refusal, field: str = "") -> None:
        self.code = code
        self.field = field
        super().__init__(str(code))
