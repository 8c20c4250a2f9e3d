"""Figures and rows of an invented round, for the tests of what goes out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from diguan.engine.documents import Label
from diguan.engine.verdicts import Grade, Subject
from diguan.exchange.figures.model import (
    AreaFigures,
    ContradictionLine,
    Cover,
    CoverageNote,
    Figures,
    GroupFigures,
    IndicatorFigures,
    KindFigures,
    ParameterLine,
    SourceLine,
    Tally,
)
from diguan.exchange.ledger.rows import LedgerRow

AS_OF = date(2019, 6, 30)
COVER = Cover(
    pack=Label("两不愁三保障", "Two assurances, three guarantees"),
    pack_id="cn-two-assurances",
    pack_version="2019.1",
    as_of=AS_OF,
    region="赤峰市 宁城县",
    recipient="宁城县教育局",
    reveal_reason=None,
    synthetic=True,
    retrospective=False,
    engine_version="0.1.0",
)
TOWNSHIPS = (
    "天义镇",
    "小城子镇",
    "大城子镇",
    "八里罕镇",
    "黑里河镇",
    "右北平镇",
    "大双庙镇",
    "汐子镇",
    "大明镇",
    "忙农镇",
)
INDICATORS = (
    ("income", Label("收入稳定超过国家扶贫标准", "Income steadily above the line"), "income", Subject.HOUSEHOLD),
    ("food", Label("不愁吃", "Enough food"), "food", Subject.HOUSEHOLD),
    ("clothing", Label("不愁穿", "Enough clothing"), "clothing", Subject.HOUSEHOLD),
    ("compulsory_education", Label("义务教育有保障", "Compulsory education"), "education", Subject.PERSON),
    (
        "basic_medical_insurance",
        Label("基本医疗有保障（参保）", "Basic medical care (insured)"),
        "health",
        Subject.PERSON,
    ),
    ("safe_housing", Label("住房安全有保障", "Safe housing"), "housing", Subject.HOUSEHOLD),
    ("safe_drinking_water", Label("饮水安全有保障", "Safe drinking water"), "water", Subject.HOUSEHOLD),
)
KINDS = (
    ("suspected_wrong_exit", Label("疑似错退", "Suspected wrong exit")),
    ("suspected_return", Label("疑似返贫", "Suspected fall back")),
    ("suspected_missed_household", Label("疑似漏评", "Suspected missed household")),
    ("not_delivered", Label("政策未落实", "Policy not delivered")),
    ("conflict", Label("数据矛盾", "Sources contradict")),
    ("needs_evidence", Label("需补证据", "Needs evidence")),
)


def tally(place: int, total: int) -> Tally:
    """Verdicts of `total` subjects, different for every place."""
    unmet, unknown, applies_not = 3 + place * 2 % 7, 11 + place * 5 % 13, (total // 3 if place % 3 == 0 else 0)
    seen, roster = total // 50, total // 4
    return Tally(seen, roster, total - seen - roster - unmet - unknown - applies_not, unmet, unknown, applies_not)


def areas() -> tuple[AreaFigures, ...]:
    """Ten townships."""
    return tuple(
        AreaFigures(
            code=f"1504291{place:02d}000",
            path=("赤峰市", "宁城县", name),
            households=400 + 150 * place,
            households_with_findings=20 + 7 * place,
            findings=25 + 9 * place,
            kinds={kind: (place * 3 + n * 5) % 17 for n, (kind, _) in enumerate(KINDS)},
            indicators={i[0]: tally(n + place, 400 + 150 * place) for n, i in enumerate(INDICATORS)},
            findings_by_indicator={i[0]: (n + place) % 9 for n, i in enumerate(INDICATORS)},
        )
        for place, name in enumerate(TOWNSHIPS)
    )


def figures(findings: int = 3) -> Figures:
    """Figures of a whole round with so many findings."""
    by_area = areas()
    whole = {i[0]: sum((area.indicators[i[0]] for area in by_area), Tally()) for i in INDICATORS}
    households = sum(area.households for area in by_area)
    return Figures(
        subjects={Subject.HOUSEHOLD: households, Subject.PERSON: 38_211, Subject.VILLAGE: 305, Subject.FACILITY: 0},
        unlisted_members=17,
        households_with_findings=min(findings, 515),
        findings=findings,
        rejected_rows=4,
        bad_cells=31,
        incomplete_rosters=6,
        statuses=(
            (Label("脱贫（已退出）", "Exited"), 6_120),
            (Label("一般农户", "Ordinary"), households - 6_500),
            (Label("在册贫困户", "Registered"), 380),
        ),
        indicators=tuple(
            IndicatorFigures(id_, label, guarantee, subject, whole[id_], whole[id_], 40 + n, ("义务教育法 第十一条",))
            for n, (id_, label, guarantee, subject) in enumerate(INDICATORS)
        ),
        kinds=tuple(KindFigures(kind, label, 90 - n * 17, 80 - n * 15) for n, (kind, label) in enumerate(KINDS))
        if findings
        else (),
        groups=(
            GroupFigures("edge", Label("边缘户", "Edge household"), 120, 14),
            GroupFigures("elderly_alone", Label("独居老人户", "Elderly alone"), 233, 9),
        ),
        areas=by_area,
        coverage=(
            CoverageNote("notes", Label("health_insurance.csv：没有数据日期", "health_insurance.csv: not dated")),
            CoverageNote(
                "missing",
                Label("是否有换季衣被：未采集，10,750 户", "Clothes for every season: not covered, 10,750 households"),
            ),
            CoverageNote(
                "presumed",
                Label("搬迁：未记录即视为“否”，18 户", "Relocation: not recorded, taken as 'no' for 18 households"),
            ),
        ),
        sources=(
            SourceLine("county.xlsx", Label("导出", "export"), Grade.DECLARED, date(2019, 6, 15), "a1" * 32, 21_044),
            SourceLine(
                "hi.xlsx", Label("部门名单 health_insurance", "roster health_insurance"), Grade.ROSTER, None, "b2" * 32
            ),
        ),
        parameters=(
            ParameterLine(
                "poverty_line",
                Label("国家扶贫标准", "National poverty line"),
                Label("3218 元/人/年", "3218 yuan/person/year"),
                date(2019, 1, 1),
                Label("经办人确认", "confirmed by the operator"),
                "county notice",
                confirmed=True,
            ),
        ),
        contradictions_by_field=((Label("是否参加城乡居民基本医疗保险", "Insured as a resident"), 2),),
        hashes={"standard": "c3" * 32, "snapshot": "d4" * 32},
    )


def contradictions() -> list[ContradictionLine]:
    """As many as `figures` counts."""
    field = Label("是否参加城乡居民基本医疗保险", "Insured as a resident")
    line = ContradictionLine(Subject.PERSON, "H1", "P1", field, "否", "hi.xlsx", "是", "county.xlsx", decided=True)
    return [line, replace(line, person="P2", decided=False)]


def rows(number: int = 3) -> Iterator[LedgerRow]:
    """Ledger rows, among them every text that a spreadsheet might take for a formula."""
    hostile = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")')
    explanation = (
        "户编号 1504290001（脱贫）：之子，2009年3月1日出生，10 岁，在校生状况“非在校生”（学籍名单，2019-06-15，部门名单），"
        "就学安置方式无记录。标准：6 至 15 周岁应当接受义务教育（义务教育法 第十一条）。"
    )
    for number_ in range(number):
        yield LedgerRow(
            prefecture="赤峰市",
            county="宁城县",
            township=TOWNSHIPS[number_ % len(TOWNSHIPS)],
            village="八家村",
            household=f"15042900{number_:04d}",
            head="张**",
            status="脱贫（已退出）",
            focus="边缘户" if number_ < 2 else "",
            person=f"15042900{number_:04d}02",
            name="（未成年人）",
            relation="之子",
            kind=KINDS[number_ % len(KINDS)][1].zh,
            indicator="义务教育有保障",
            explanation=hostile[number_ // 2] if number_ % 2 and number_ // 2 < len(hostile) else explanation,
            grade="部门名单",
            measure="劝返复学，控辍保学",
            department="教育部门",
            deadline=date(2019, 8, 9),
            key=f"F{number_:016d}",
        )
