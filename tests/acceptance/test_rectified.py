"""An inspection with 40 problems from receipt to acceptance, acted by five roles; every figure equals the script's own reckoning.

Thirty-eight problems have criteria, two an indicator. One is for the long term with three stages, one comes back, one is looked for by a
condition, one by self-checks; every way to have something accepted on paper is tried and refused.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from docx import Document
from openpyxl import load_workbook

from diguan.domain.accounts.choices import Role
from diguan.domain.ledger.models import Item
from diguan.domain.rectification import actions
from diguan.domain.rectification.actions import spreading
from diguan.domain.rectification.actions.papers import Wanted, save_lists
from diguan.domain.rectification.actions.planning import Cause, Goal, Measure
from diguan.domain.rectification.actions.sheets import read_sheet, save_template, take_sheet
from diguan.domain.rectification.actions.spreading.checking import Asking
from diguan.domain.rectification.choices import Horizon
from diguan.domain.rectification.models import Event, Problem, Stage
from diguan.domain.rectification.queries import progress, reconcile
from diguan.domain.rectification.searching import Condition
from diguan.domain.regions.queries import region_tree
from diguan.engine.verdicts import Subject
from diguan.exchange.rectification import HEADER
from tests.domain.ledger.actions.conftest import lived, neighbours_round
from tests.domain.ledger.worlds import AT, CHILD, HOME
from tests.factories.accounts import COUNTY, TOWNSHIP
from tests.factories.posts import post
from tests.factories.rectification import a_file, inspection, somebody

__all__ = ["lived", "neighbours_round"]
V, T, C, D, P = Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY, Role.DEPARTMENT, Role.PREFECTURE
DUE = date(2019, 12, 20)
LONG, BACK, WIDE, ASKED, LEFT, UNTOUCHED, SCHOOL, HOUSE = 7, 3, 5, 6, 38, 37, 39, 40
EARLY, BARE, SELF, COPIED = (8, 9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19), (21, 22)
COLUMNS = [key for key, _, _ in HEADER]


@dataclass
class Reckoning:
    """What the script itself did, counted as it went."""

    state: dict = field(default_factory=dict)
    stages: Counter = field(default_factory=Counter)
    accepted_stages: Counter = field(default_factory=Counter)
    files: dict = field(default_factory=dict)
    refused: Counter = field(default_factory=Counter)
    alike: int = 0
    found: int = 0


class Story:
    def __init__(self, lived):
        self.lived, self.at, self.book = lived, AT, Reckoning()
        self.posts = {place: post(region=place) for place in (COUNTY, TOWNSHIP)}
        self.made = inspection(self.who(C), at=AT)

    def who(self, role):
        return self.lived.who(role)

    def row(self, number):
        return Problem.objects.get(inspection=self.made, number=number)

    def unit(self, row):
        """Who mends, who decides: a county's own problems are decided by the prefecture."""
        return (self.who(C), self.who(P)) if row.region_code == COUNTY else (self.who(T), self.who(C))

    def file(self, row, name, **how):
        self.book.files.setdefault(row.number, set()).add(name)
        return a_file(name, region=row.region_code, **how)

    def take(self, step, thing, actor, refused=None, **how):
        named = {Problem: "problem_id", Stage: "stage_id"}[type(thing)]
        version = type(thing).objects.get(pk=thing.pk).version
        outcome = step(**{named: thing.pk}, version=version, actor=actor, at=self.at, **how)
        assert outcome.code == refused, (thing, outcome.refusal)
        if refused:
            self.book.refused[refused] += 1
        return outcome

    # --- receipt ---

    def receive(self, folder):
        path = folder / "problems.xlsx"
        save_template(path, self.who(C), AT.date())
        book = load_workbook(path)
        for number in range(1, 41):
            for key, value in self.entered(number).items():
                book["反馈问题"].cell(number + 1, COLUMNS.index(key) + 1).value = value
        book.save(path)
        sheet = read_sheet(path=path, inspection_id=self.made.pk, actor=self.who(C), at=self.at)
        assert (sheet.wrong, len(sheet.entered), Problem.objects.count()) == ([], 40, 0)
        take_sheet(inspection_id=self.made.pk, entered=sheet.entered, actor=self.who(C), at=self.at)
        self.book.state = dict.fromkeys(range(1, 41), "received")

    @staticmethod
    def entered(number):
        ruled = {
            HOUSE: ("两不愁三保障：住房安全有保障", "住房安全", HOME, "住房部门"),
            SCHOOL: ("两不愁三保障：义务教育有保障", "义务教育", f"{HOME}/{CHILD}", "教育部门"),
        }
        plain = {
            "number": number,
            "text": f"第{number}项反馈问题（合成）",
            "category": "资金项目方面",
            "kind": "具体问题",
            "region": COUNTY if number % 2 == 0 and number not in ruled else TOWNSHIP,
            "deadline": DUE.isoformat(),
        }
        if number not in ruled:
            return plain | {"criteria": f"第{number}项整改到位的标准"}
        return plain | {"rule": RULES[number], "households": ruled[number][2]}

    # --- plans ---

    def plan(self, number, stages=1, horizon=Horizon.IMMEDIATE):
        row = self.row(number)
        doing, deciding = self.unit(row)
        how = {"actor": doing, "at": self.at}
        actions.write_plan(problem_id=row.pk, cause=Cause("责任没有到人", "责任到人", horizon), **how)
        self.task(row, doing, stages)
        self.take(actions.propose, row, doing)
        self.take(actions.approve_plan, row, doing, refused="same_person")
        self.take(actions.approve_plan, row, deciding)
        self.book.state[number] = "under_way"

    def task(self, row, doing, stages):
        measure = Measure("落实责任", self.posts[row.region_code].pk, DUE)
        task = actions.add_task(problem_id=row.pk, measure=measure, actor=doing, at=self.at)
        for place in range(stages):
            goal = Goal(f"第{place + 1}步", date(2019, 9, 1) + timedelta(days=30 * place))
            actions.add_stage(task_id=task.pk, goal=goal, actor=doing, at=self.at)
            self.book.stages[row.number] += 1

    # --- stages ---

    def stages(self, number):
        row = self.row(number)
        doing, deciding = self.unit(row)
        if number in EARLY:
            self.take(
                actions.report,
                row,
                doing,
                "stages_open",
                reason="已整改",
                evidence=[a_file("e", region=row.region_code)],
            )
        for stage in Stage.objects.filter(task__problem=row, state="planned").order_by("task__number", "number"):
            if number in BARE:
                self.take(actions.report_stage, stage, doing, "evidence_missing", reason="完成", evidence=[])
            name = f"stage {stage.pk}"
            self.take(actions.report_stage, stage, doing, reason="完成", evidence=[self.file(row, name, photo=True)])
            if number in SELF:
                self.take(actions.accept_stage, stage, doing, "same_person")
            self.take(actions.accept_stage, stage, deciding)
            self.book.accepted_stages[number] += 1

    def copy(self, number, other):
        """The photo of one problem's stage is handed in as another's."""
        row = self.row(number)
        photo = Stage.objects.filter(task__problem=self.row(other)).first().proofs.get().evidence_id
        stage = Stage.objects.get(task__problem=row)
        self.take(actions.report_stage, stage, self.unit(row)[0], "evidence_used", reason="完成", evidence=[photo])

    # --- acceptance ---

    def finish(self, number, name="whole"):
        row = self.row(number)
        doing, deciding = self.unit(row)
        files = [self.file(row, f"{name} {number}")]
        self.take(actions.report, row, doing, reason="整改到位", evidence=files)
        self.take(actions.accept, row, doing, "same_person")
        self.take(actions.accept, row, deciding)
        self.book.state[number] = "accepted"

    def rebound(self):
        row = self.row(BACK)
        self.take(actions.reopen, row, self.who(C), reason="回头看：又犯", deadline_on=date(2020, 3, 31))
        self.book.state[BACK] = "received"
        doing, deciding = self.unit(row)
        self.take(actions.propose, row, doing, "nothing_new")
        self.task(row, doing, 1)
        self.take(actions.propose, row, doing)
        self.take(actions.approve_plan, row, deciding)
        self.stages(BACK)
        self.finish(BACK, "again")

    # --- from one to all ---

    def widen(self):
        condition = Condition("cn-two-assurances", Subject.HOUSEHOLD, "not dangerous_house")
        wide = spreading.Wide(condition, COUNTY, "同类户", "入户核实")
        kept = spreading.begin_spread(problem_id=self.row(WIDE).pk, wide=wide, actor=self.who(C), at=self.at)
        done = spreading.look_for(spread_id=kept.pk, actor=self.who(C), at=self.at)
        again = spreading.look_for(spread_id=kept.pk, actor=self.who(C), at=self.at)
        assert (done.opened, again.opened, again.known) == (2, 0, 2)
        self.book.alike = 2

    def ask(self):
        row = self.row(ASKED)
        asking = Asking(COUNTY, "有没有同样的问题", "整改到位", date(2019, 9, 30))
        spread = spreading.ask_self_check(problem_id=row.pk, asking=asking, actor=self.who(C), at=self.at)
        units = [unit.code for unit in region_tree().children(COUNTY)]
        assert spread.checks.count() == len(units)
        for place, check in enumerate(spread.checks.order_by("region_code")):
            town = somebody(T, account=5000 + place, over=check.region_code)
            lines = ["甲村同样的问题", "乙村同样的问题"] if place == 0 else []
            how = {"check_id": check.pk, "at": self.at}
            assert not spreading.reply_check(version=1, reason="查过", found=[], actor=town, **how).accepted
            self.book.refused["evidence_missing"] += 1
            proof = [a_file(f"check {place}", region=check.region_code)]
            self.book.files.setdefault(ASKED, set()).add(f"check {place}")
            done = spreading.reply_check(version=1, reason="查过", found=lines, evidence=proof, actor=town, **how)
            assert done.accepted
            assert spreading.accept_check(version=2, actor=self.who(C), **how).accepted
            self.book.found += len(lines)

    def mend_house(self):
        """The standard lets go of the house only when somebody has seen it."""
        row = self.row(HOUSE)
        self.take(
            actions.report, row, self.who(T), "items_open", reason="已搬离", evidence=[a_file("h", region=TOWNSHIP)]
        )
        self.lived.record(self.who(V), dangerous_house=False)
        assert self.lived.submit(self.who(V)).accepted
        assert self.lived.confirm(self.who(T)).accepted
        self.finish(HOUSE)


RULES = {}


@pytest.fixture
def rules(lived):
    from diguan.domain.rectification.actions.sheets import choices_for

    offered = choices_for(lived.who(C)).by_key["rule"]
    for number, indicator in ((HOUSE, "safe_housing"), (SCHOOL, "compulsory_education")):
        RULES[number] = next(shown for shown, meant in offered.items() if meant.endswith(f"|{indicator}"))


@pytest.mark.django_db
def test_forty_problems_from_receipt_to_acceptance(lived, rules, tmp_path):
    story = Story(lived)
    story.receive(tmp_path)
    worked = [number for number in range(1, 41) if number != UNTOUCHED]
    for number in worked:
        long = number == LONG
        story.plan(number, 3 if long else 1, Horizon.LONG if long else Horizon.IMMEDIATE)
    story.widen()
    story.ask()
    for number in worked:
        if number in COPIED:
            story.copy(number, 2 if number % 2 == 0 else 1)
        if number != LEFT:
            story.stages(number)
    for number in worked:
        if number not in (LEFT, SCHOOL, HOUSE):
            story.finish(number)
    story.mend_house()
    school = story.row(SCHOOL)
    story.take(
        actions.report, school, story.who(T), "items_open", reason="已返校", evidence=[a_file("s", region=TOWNSHIP)]
    )
    story.rebound()
    compare(story, tmp_path)


def compare(story, folder):
    """Progress, reconciliation, history, ledger and papers against the script's own count."""
    book, who, on = story.book, story.who(C), date(2019, 12, 1)
    states = Counter(book.state.values())
    assert states == {"accepted": 37, "under_way": 2, "received": 1}
    shown = progress(who, [story.made.pk], on)[story.made.pk]
    assert {name: count for name, count in shown.by_state.items() if count} == states
    assert (shown.stages, shown.stages_accepted) == (sum(book.stages.values()), sum(book.accepted_stages.values()))
    assert (shown.rebound, shown.overdue, shown.checks_open) == (1, 0, 0)
    refused = Counter(Event.objects.filter(accepted=False).values_list("refusal", flat=True))
    assert refused == Counter({str(code): count for code, count in book.refused.items() if count})
    found = reconcile(who, story.made.pk, on)
    assert (found.agrees, found.settled) == (True, 37)
    for line in found.lines:
        number = line.problem.number
        assert line.problem.state == book.state[number]
        assert (line.stages, line.stages_accepted) == (book.stages[number], book.accepted_stages[number])
        assert line.files == len(book.files.get(number, ()))
    on_paper = sum(count for code, count in book.refused.items() if code != "nothing_new")
    assert sum(line.paper for line in found.lines) == on_paper
    kinds = Counter(Item.objects.values_list("kind", "state"))
    assert (kinds["alike", "suspected"], kinds["self_check", "suspected"]) == (book.alike, book.found)
    assert kinds["inspection", "closed"] == 36
    assert kinds["inspection", "open"] == 2
    assert dict(found.items) == {"closed": 37, "open": 2, "suspected": 1}
    paper = folder / "lists.docx"
    wanted = Wanted(story.made.pk, word=True, recipient="合成督查组", reason="", language="zh")
    assert save_lists(path=paper, wanted=wanted, actor=who, on=on, at=story.at) == 40
    tables = Document(paper).tables
    tasks = len(book.stages) + 1  # one more task after the rebound
    assert [len(table.rows) - 1 for table in tables] == [tasks + 1, 40, tasks + 1, tasks + 1]
