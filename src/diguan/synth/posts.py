"""Sheets of posts and of helpers of a synthetic county: secretaries of five levels, teams, departments, helpers of nearly all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from diguan.synth.assets import load_asset
from diguan.synth.identity import IdentityIssuer
from diguan.synth.names import NameLists, load_names
from diguan.synth.people import Household, Village
from diguan.synth.workbooks import SYNTHETIC

AREA = 9999  # of officers' numbers; residents have those of their villages
FIRST_BORN, LAST_BORN = date(1964, 1, 1), date(1996, 12, 31)
FIRST_DAY, LAST_DAY = date(2016, 1, 1), date(2018, 12, 31)
SHARE_OF_MEN = 0.7
POSTS, HELPERS = "posts/posts.xlsx", "posts/helpers.xlsx"
POST_HEADERS = (
    "序号",
    "区划代码",
    "岗位",
    "部门",
    "姓名",
    "性别",
    "工作单位",
    "职务级别",
    "证件号码",
    "联系电话",
    "任职开始时间",
    "任职结束时间",
)
HELPER_HEADERS = (
    "序号", "帮扶单位", "帮扶单位类型", "帮扶单位隶属关系", "姓名", "是否第一书记", "是否工作队队长", "是否驻村队员", "性别",
    "职务级别", "证件号码", "联系电话", "帮扶开始时间", "帮扶结束时间", "户主姓名", "户主证件号码",
)  # fmt: skip
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cadre:
    """An invented officer; the name says so."""

    name: str
    male: bool
    unit: str
    rank: str
    identity: str
    phone: str
    since_on: date

    @property
    def cells(self) -> dict[str, str]:
        """What every sheet says of the person."""
        return {
            "姓名": self.name,
            "性别": "男" if self.male else "女",
            "职务级别": self.rank,
            "证件号码": self.identity,
            "联系电话": self.phone,
        }


@dataclass(slots=True)
class _Staff:
    """Makes officers, each with a number and phone of their own."""

    rng: Random
    plan: Mapping[str, Any]
    names: NameLists = field(default_factory=load_names)
    issuer: IdentityIssuer = field(default_factory=IdentityIssuer)
    made: int = 0

    def cadre(self, unit: str = "") -> Cadre:
        """One more officer."""
        rng, male = self.rng, self.rng.random() < SHARE_OF_MEN
        born = _day(rng, FIRST_BORN, LAST_BORN)
        name = self.names.name(rng, "汉族", male=male, surname=rng.choice(self.names.surnames))
        self.made += 1
        return Cadre(
            name=f"合成{name}",
            male=male,
            unit=unit or rng.choice(self.plan["units"]),
            rank=rng.choice(self.plan["ranks"]),
            identity=self.issuer.issue(AREA, born, male=male),
            phone=f"1990{self.made:07d}",
            since_on=_day(rng, FIRST_DAY, LAST_DAY),
        )

    def one_of(self, often: str) -> bool:
        """Whether this is one of so many."""
        return self.rng.randrange(int(self.plan[often])) == 0


def write_posts(
    out: Path, villages: Sequence[Village], households: Sequence[Household], seed: int, day: date
) -> dict[str, int]:
    """Write both sheets into a folder that has none of them; rows by path. The county itself is not touched: its draws are its own."""
    staff = _Staff(Random(f"posts {seed}"), load_asset("posts.yaml"))
    (out / "posts").mkdir()
    county = villages[0].county
    rows = {POSTS: list(_posts(staff, villages)), HELPERS: list(_helpers(staff, villages, households))}
    _write(out / POSTS, f"{county}岗位表", POST_HEADERS, rows[POSTS], day)
    _write(out / HELPERS, f"{county}帮扶责任人表", HELPER_HEADERS, rows[HELPERS], day)
    return {path: len(lines) for path, lines in rows.items()}


def _posts(staff: _Staff, villages: Sequence[Village]) -> Iterator[Cells]:
    code = villages[0].code
    region, prefecture, county = (code[:width].ljust(12, "0") for width in (2, 4, 6))
    for unit, where in ((region, "自治区"), (prefecture, "盟市"), (county, villages[0].county)):
        for kind in ("书记", "主任"):
            yield _post(staff, unit, kind, where, keep=True)
    for label in staff.plan["departments"]:
        yield {**_post(staff, county, "行业部门", label), "部门": label}
    for kind in ("工作总队总队长", "工作总队队员", "工作总队队员", "数据管理员"):
        yield _post(staff, county, kind, "脱贫攻坚工作总队" if "总队" in kind else villages[0].county)
    townships = {f"{village.township_code}000": village.township for village in villages}
    for unit, where in townships.items():
        for kind in ("书记", "主任", "包联领导", "数据管理员"):
            yield _post(staff, unit, kind, "" if kind == "包联领导" else where)
    for village in villages:
        for kind in ("书记", "主任"):
            yield _post(staff, village.code, kind, village.name)


def _post(staff: _Staff, unit: str, kind: str, works_for: str, *, keep: bool = False) -> Cells:
    row = {"区划代码": unit, "岗位": kind}
    if not keep and staff.one_of("vacant_posts"):
        return row
    cadre = staff.cadre(works_for)
    return {**row, **cadre.cells, "工作单位": cadre.unit, "任职开始时间": cadre.since_on.isoformat()}


def _helpers(staff: _Staff, villages: Sequence[Village], households: Sequence[Household]) -> Iterator[Cells]:
    homes: dict[str, list[Household]] = {}
    for household in households:
        if household.listed:
            homes.setdefault(household.village.code, []).append(household)
    for village in villages:
        yield from _of_village(staff, homes.get(village.code, []))


def _of_village(staff: _Staff, homes: Sequence[Household]) -> Iterator[Cells]:
    """The team and as many helpers as the households need; a few villages leave it all to few."""
    each = int(staff.plan["households_a_helper"]) * (3 if staff.one_of("overloaded_villages") else 1)
    unit = staff.rng.choice(staff.plan["units"])
    team = ["是否第一书记", "是否工作队队长", *["是否驻村队员"] * int(staff.plan["team_members"])]
    for start in range(0, len(homes), each):
        flag = team[start // each] if start // each < len(team) else ""
        helper, other = staff.cadre(unit if flag else ""), None
        for home in homes[start : start + each]:
            if staff.one_of("households_without_helper"):
                continue
            yield _row(staff, helper, flag, home)
            if staff.one_of("households_with_two_helpers"):
                other = other or staff.cadre()
                yield _row(staff, other, "", home)


def _row(staff: _Staff, cadre: Cadre, flag: str, home: Household) -> Cells:
    said = dict.fromkeys(("是否第一书记", "是否工作队队长", "是否驻村队员"), "否")
    return {
        "帮扶单位": cadre.unit,
        "帮扶单位类型": staff.plan["unit_kind"],
        "帮扶单位隶属关系": staff.plan["unit_under"],
        **cadre.cells,
        **said,
        **({flag: "是"} if flag else {}),
        "帮扶开始时间": cadre.since_on.isoformat(),
        "户主姓名": home.head.name,
        "户主证件号码": home.head.identity,
    }


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _write(path: Path, title: str, headers: Sequence[str], rows: Sequence[Cells], day: date) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    book.set_properties(
        {"title": f"{title} {SYNTHETIC}", "created": datetime.combine(day, datetime.min.time(), tzinfo=UTC)}
    )
    page = book.add_worksheet("Sheet1")
    page.merge_range(0, 0, 0, len(headers) - 1, f"{title}　{SYNTHETIC}", book.add_format({"bold": True}))
    for column, header in enumerate(headers):
        page.write_string(1, column, header)
    for number, row in enumerate(rows, 1):
        page.write_number(number + 1, 0, number)
        for column, header in enumerate(headers[1:], 1):
            if header in row:
                page.write_string(number + 1, column, row[header])
    book.close()
