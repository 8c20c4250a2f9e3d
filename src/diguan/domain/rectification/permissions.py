"""Which step leads from where to where, by whose right; the second person stands above the first, as in the ledger.

The table is data: pages read it for their buttons, a test tries every step as every role.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from diguan.domain.accounts.choices import Act
from diguan.domain.accounts.permissions import Right, Viewer
from diguan.domain.ledger.permissions import highest, rights_for, second_role, stands_above
from diguan.domain.rectification.choices import CheckState, On, ProblemState, StageState, Step

State = ProblemState | StageState | CheckState
__all__ = ["TRANSITIONS", "State", "Transition", "highest", "rights_of", "second_role", "stands_above"]


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of a person on a problem, a stage or a self-check. `rights`: one of them is needed at its place.

    `reason`: words are needed; `evidence`: files are; `second`: somebody else than the first person, in a role above theirs.
    """

    step: Step
    on: On
    source: State
    target: State
    rights: tuple[Act, ...]
    reason: bool = False
    evidence: bool = False
    second: bool = False


_WORK, _DECIDE = (Act.HANDLE, Act.RECTIFY), (Act.APPROVE, Act.RECTIFY)
TRANSITIONS: Mapping[Step, Transition] = {
    each.step: each
    for each in (
        Transition(Step.PROPOSE, On.PROBLEM, ProblemState.RECEIVED, ProblemState.PROPOSED, _WORK),
        Transition(Step.APPROVE_PLAN, On.PROBLEM, ProblemState.PROPOSED, ProblemState.UNDER_WAY, _DECIDE, second=True),
        Transition(
            Step.RETURN_PLAN,
            On.PROBLEM,
            ProblemState.PROPOSED,
            ProblemState.RECEIVED,
            _DECIDE,
            reason=True,
            second=True,
        ),
        Transition(
            Step.REPORT,
            On.PROBLEM,
            ProblemState.UNDER_WAY,
            ProblemState.REPORTED,
            (Act.HANDLE,),
            reason=True,
            evidence=True,
        ),
        Transition(Step.ACCEPT, On.PROBLEM, ProblemState.REPORTED, ProblemState.ACCEPTED, (Act.CONFIRM,), second=True),
        Transition(
            Step.RETURN,
            On.PROBLEM,
            ProblemState.REPORTED,
            ProblemState.UNDER_WAY,
            (Act.CONFIRM,),
            reason=True,
            second=True,
        ),
        Transition(Step.REOPEN, On.PROBLEM, ProblemState.ACCEPTED, ProblemState.RECEIVED, (Act.RECTIFY,), reason=True),
        Transition(
            Step.REPORT_STAGE,
            On.STAGE,
            StageState.PLANNED,
            StageState.REPORTED,
            (Act.HANDLE,),
            reason=True,
            evidence=True,
        ),
        Transition(Step.ACCEPT_STAGE, On.STAGE, StageState.REPORTED, StageState.ACCEPTED, (Act.CONFIRM,), second=True),
        Transition(
            Step.RETURN_STAGE,
            On.STAGE,
            StageState.REPORTED,
            StageState.PLANNED,
            (Act.CONFIRM,),
            reason=True,
            second=True,
        ),
        Transition(Step.REPLY_CHECK, On.CHECK, CheckState.ASKED, CheckState.REPLIED, _WORK, reason=True, evidence=True),
        Transition(Step.ACCEPT_CHECK, On.CHECK, CheckState.REPLIED, CheckState.ACCEPTED, (Act.RECTIFY,), second=True),
        Transition(
            Step.RETURN_CHECK,
            On.CHECK,
            CheckState.REPLIED,
            CheckState.ASKED,
            (Act.RECTIFY,),
            reason=True,
            second=True,
        ),
    )
}


def rights_of(viewer: Viewer, acts: tuple[Act, ...], region_code: str, department: str) -> tuple[Right, ...]:
    """Grants by which somebody may do one of some acts at a place; a department only to what is its own."""
    found = [right for act in acts for right in rights_for(viewer, act, region_code, department)]
    return tuple(dict.fromkeys(found))
