"""Which files a synthetic county consists of, and which rows stand in each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diguan.synth.calendar import Calendar
from diguan.synth.people import Facts, Household, Person
from diguan.synth.planting.ground import HELPED, Ground
from diguan.synth.spelling import Style
from diguan.synth.workbooks import Row, Sheet, Slips, write_csv, write_workbook

STRANGERS = 12
FULL_STYLES = (
    Style(dates="iso", header_row=2),
    Style(dates="serial", brackets="half", header_row=3, yes_no=(("是", "否"), ("√", "×"))),
    Style(dates="compact", brackets="full", header_row=2, relations="old"),
    Style(dates="chinese", header_row=3, yes_no=(("是", "否"), ("Y", "N"), ("1", "0"))),
)
EXITED_STYLE = Style(dates="slash", header_row=2)
MONITORED_STYLE = Style(dates="iso", brackets="full", header_row=3)
OLDER_STYLE = Style(dates="iso", header_row=3, relations="old")
EDUCATION_STYLE = Style(header_row=2)
HAVE_EXITED = ("exited", "cleared", "monitored_unstable")


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: paths (relative to the folder) by role, rows by path, and where the slips stand: (file, cell)."""

    files: dict[str, list[str]]
    rows: dict[str, int]
    places: dict[tuple[str, str, str], tuple[str, str]]


def write_files(out: Path, county: str, calendar: Calendar, households: Sequence[Household], ground: Ground) -> Written:
    """Write every file of the county into a folder."""
    (out / "exports").mkdir(parents=True)
    (out / "rosters").mkdir()
    listed = [household for household in households if household.listed]
    slips = Slips(ground.truth.slips())
    rows: dict[str, int] = {}

    def book(path: str, layout: str, title: str, style: Style, lines: Iterable[Row], day: date = calendar.as_of) -> str:
        rows[path] = write_workbook(out / path, Sheet(layout, f"{county}{title}", style, day), lines, slips)
        return path

    parts = zip(FULL_STYLES, by_townships(listed, len(FULL_STYLES)), strict=True)
    exports = [
        book(f"exports/full-{number}.xlsx", "full", f"全字段导出（{number}）", style, now(part))
        for number, (style, part) in enumerate(parts, start=1)
    ]
    exited = [h for h in listed if h.status in HAVE_EXITED]
    exports.append(book("exports/exited.xlsx", "exited", "脱贫人口名单", EXITED_STYLE, now(exited)))
    helped = [h for h in listed if h.status in (*HELPED, "cleared")]
    exports.append(book("exports/monitored.xlsx", "monitored", "监测户及未脱贫户", MONITORED_STYLE, now(helped)))
    earlier = "拟脱贫及拟新识别户全字段导出"
    exports.append(book("exports/older.xlsx", "older", earlier, OLDER_STYLE, then(listed), calendar.older_export))
    education = book("rosters/education.xlsx", "education", "在校生名单", EDUCATION_STYLE, pupils(households, ground))
    for path, layout, title, lines, encoding in (
        ("residents.csv", "residents", "户籍底册", based(households), "utf-8-sig"),
        ("rosters/health_insurance.csv", "health_insurance", "医保参保名单", insured(households, ground), "gb18030"),
    ):
        sheet = Sheet(layout, f"{county}{title}", Style(), calendar.as_of)
        rows[path] = write_csv(out / path, sheet, lines, slips, encoding)
    files = {"exports": exports, "residents": ["residents.csv"]}
    files |= {"health_insurance": ["rosters/health_insurance.csv"], "education": [education]}
    return Written(files, rows, slips.places)


def by_townships(listed: Sequence[Household], parts: int) -> list[list[Household]]:
    """Listed households in a few groups of whole townships, in the order of codes."""
    townships = sorted({household.village.township_code for household in listed})
    group = {code: place * parts // len(townships) for place, code in enumerate(townships)}
    return [[h for h in listed if group[h.village.township_code] == part] for part in range(parts)]


def now(households: Iterable[Household]) -> Iterator[Row]:
    """Rows of a current export: one a member."""
    for household in households:
        for person in household.members:
            if person.export is not None:
                yield Row(household, person, household.export, person.export)


def then(households: Iterable[Household]) -> Iterator[Row]:
    """Rows of the older export."""
    for household in households:
        for person in household.members:
            if household.then is not None and person.then is not None:
                yield Row(household, person, household.then, person.then)


def based(households: Iterable[Household]) -> Iterator[Row]:
    """Rows of the resident base."""
    for household in households:
        for person in household.members:
            if person.base is not None:
                yield Row(household, person, household.base, person.base)


def insured(households: Sequence[Household], ground: Ground) -> Iterator[Row]:
    """Rows of the insurance list, further rows of the same people, and people whom no other file knows."""
    known = ((h, p, p.insurance) for h in households for p in h.members)
    further = ((h, p, p.insurance) for h, p in ground.extra_rows["health_insurance"])
    unknown = ((h, p, p.insurance) for h, p in ground.strangers("health_insurance", households[0], STRANGERS))
    yield from _roster(known, further, unknown)


def pupils(households: Sequence[Household], ground: Ground) -> Iterator[Row]:
    """Rows of the education list, further rows of the same children, and children whom no other file knows."""
    known = ((h, p, p.schooling) for h in households for p in h.members)
    further = ((h, p, p.schooling) for h, p in ground.extra_rows["education"])
    unknown = ((h, p, p.schooling) for h, p in ground.strangers("education", households[0], STRANGERS))
    yield from _roster(known, further, unknown)


def _roster(*sources: Iterable[tuple[Household, Person, Facts | None]]) -> Iterator[Row]:
    for source in sources:
        for household, person, facts in source:
            if facts is not None:
                yield Row(household, person, {}, facts)
