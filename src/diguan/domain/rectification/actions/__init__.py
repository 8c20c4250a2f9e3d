"""What happens to inspections, problems, plans, stages and self-checks.

Belongs here: registering, every step of the table, atomic, with its event and the record of acts in the same transaction; attempts that
are refused are kept. Does not belong here: asking (queries), how an item of the ledger closes (ledger), the words of pages.
"""

from diguan.domain.rectification.actions.accepting import accept, report, return_problem
from diguan.domain.rectification.actions.inspections import register_inspection
from diguan.domain.rectification.actions.planning import add_stage, add_task, drop_stage, drop_task, write_plan
from diguan.domain.rectification.actions.plans import approve_plan, propose, return_plan
from diguan.domain.rectification.actions.problems import add_problems
from diguan.domain.rectification.actions.reopening import reopen, reopen_rebounded
from diguan.domain.rectification.actions.stages import accept_stage, report_stage, return_stage

__all__ = [
    "accept",
    "accept_stage",
    "add_problems",
    "add_stage",
    "add_task",
    "approve_plan",
    "drop_stage",
    "drop_task",
    "propose",
    "register_inspection",
    "reopen",
    "reopen_rebounded",
    "report",
    "report_stage",
    "return_plan",
    "return_problem",
    "return_stage",
    "write_plan",
]
