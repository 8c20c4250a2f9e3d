"""How a step is refused: the words of every refusal, and what to do instead."""

from collections.abc import Mapping

from diguan.domain.rectification.choices import Refusal
from diguan.domain.refusals import UnableToAct
from diguan.engine.documents import Label

SAID: Mapping[Refusal, tuple[Label, Label]] = {
    Refusal.STALE: (
        Label("刚被别人处理过", "somebody else has just changed this"),
        Label("请看过新的状态后再办，您这次没有生效", "look at how it stands now; nothing of yours was done"),
    ),
    Refusal.STATE: (
        Label("现在的状态不能这样办", "this cannot be done as it stands"),
        Label("请看页面上现在可以办的", "the page shows what can be done"),
    ),
    Refusal.ROLE: (
        Label("您的角色不能在这里这样办", "your role may not do this here"),
        Label("请交给有此职责的单位", "leave it to the unit whose duty it is"),
    ),
    Refusal.REASON: (
        Label("没有写情况或理由", "no account or reason was given"),
        Label("写明做了什么、依据是什么", "say what was done and what it rests on"),
    ),
    Refusal.SAME_PERSON: (
        Label("报送的人不能自己验收或审批", "whoever sent it in cannot be the second person"),
        Label("由上一级或责任部门的另一个人办理", "somebody else, of a higher level or of the department, does it"),
    ),
    Refusal.RANK: (
        Label("第二人须高于报送的人，或是责任部门", "the second person stands above the first, or is the department"),
        Label("请上一级或责任部门办理", "leave it to the next level or the department"),
    ),
    Refusal.EVIDENCE_MISSING: (
        Label("没有佐证材料", "there is no evidence"),
        Label("上传文件、照片、名单或会议纪要", "hand in a paper, a photo, a list or minutes"),
    ),
    Refusal.EVIDENCE_ELSEWHERE: (
        Label("材料不是这个地方的", "evidence of another place"),
        Label("用本单位的材料", "use evidence of this place"),
    ),
    Refusal.EVIDENCE_USED: (
        Label("同一张照片已用来证明另一件事", "the same photo is the proof of something else already"),
        Label("每个阶段用自己的材料", "every stage has evidence of its own"),
    ),
    Refusal.EVIDENCE_BY_SAME_PERSON: (
        Label("材料是您上传的，不能由您验收", "you handed in the evidence yourself: you cannot accept it"),
        Label("由没有上传材料的另一个人验收", "somebody accepts it who handed in none of it"),
    ),
    Refusal.PLAN_INCOMPLETE: (
        Label("方案不完整", "the plan is not whole"),
        Label(
            "写明根源、目标和时限类型；至少一条任务，每条任务至少一个阶段；长期整改至少两个阶段",
            "give root cause, goal and horizon; one task at least, each with a stage; two stages at least for long-term mending",
        ),
    ),
    Refusal.NOTHING_NEW: (
        Label("反弹后没有新的阶段", "it came back, and there is no new stage"),
        Label("老办法没有管住：写新的措施和阶段", "what was done did not hold: add a task or a stage"),
    ),
    Refusal.STAGE_BEFORE: (
        Label("前一阶段还没有验收", "the stage before has not been accepted"),
        Label("按顺序办理各阶段", "stages are reported in their order"),
    ),
    Refusal.STAGES_OPEN: (
        Label("还有阶段没有验收", "there are stages that nobody has accepted"),
        Label("各阶段都验收后再报销号", "report it when every stage has been accepted"),
    ),
    Refusal.ITEMS_OPEN: (
        Label("台账上还有没销号的问题", "the ledger still has items of it that live"),
        Label("逐个在台账上按标准销号", "close each of them in the ledger, by the standard"),
    ),
    Refusal.ITEMS_WITHDRAWN: (
        Label(
            "台账上的问题已撤回，没有可验收的", "its items were withdrawn from the ledger: nothing is left to accept"
        ),
        Label("请登记的单位说明情况", "whoever registered it says why"),
    ),
    Refusal.CHECKS_OPEN: (
        Label("举一反三还没有做完", "from one to all is not done"),
        Label(
            "表达式要查过，自查要都有回复并通过",
            "the condition was looked for, and every self-check replied and accepted",
        ),
    ),
    Refusal.STANDARD: (
        Label("标准现在说没有解决", "the standard says today that it is not mended"),
        Label("看台账上这个问题的判定", "see what the ledger says of the item"),
    ),
    Refusal.LEDGER: (
        Label("台账不予销号", "the ledger does not close it"),
        Label("看台账上这个问题被拒的原因", "see why the ledger refused"),
    ),
    Refusal.FOUND_UNNAMED: (
        Label("自查出的问题要逐条写明", "what was found must be said one by one"),
        Label(
            "每行写一个问题，不写个人信息；没有就留空",
            "one problem a line, nothing personal; leave it empty where there is none",
        ),
    ),
}


class UnableToFindRectification(UnableToAct):
    """There is no such inspection, problem or self-check, or it lies elsewhere: the two are told in the same words."""

    def __init__(self) -> None:
        super().__init__(
            Label("没有这项整改，或不在您的范围内", "there is no such rectification, or it lies outside your region"),
            Label("请从整改列表中查找", "look for it in the list"),
        )


class UnableToRegister(UnableToAct):
    """What was entered is no inspection, problem, plan or search that can be kept."""


class StepRefused(Exception):
    """A step that is refused; it never leaves the actions: the attempt is kept and told by an outcome. `why`: codes of what said no."""

    def __init__(self, code: Refusal, field: str = "", **why: str | int) -> None:
        self.code = code
        self.field = field
        self.why = why
        super().__init__(str(code))
