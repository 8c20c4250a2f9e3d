"""Reads a calendar: the project's own of the whole country, or one that a place gives for its own days off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from diguan.engine.calendar.model import Holiday, Notice, Year
from diguan.engine.calendar.working_days import SATURDAY
from diguan.engine.documents import Label, MappingNode, Node, Problem, UnableToReadDocument, read_document
from diguan.engine.documents.access import day_of, entries_of, items_of, label_of, mappings_of, number_of, text_of
from diguan.engine.documents.shapes import LABEL, NAME, Choice, Day, Items, Number, Record, Table, Text

COUNTRY = Path(__file__).resolve().parents[2] / "data" / "calendars" / "cn.yaml"
_NOTICE = Record(
    {"number": Text(), "title": Text(), "signed_on": Day(), "text": Choice(("official", "reprint"))},
    ("number", "title", "signed_on", "text"),
)
_HOLIDAY = Record(
    {"holiday": Text(NAME), "first_on": Day(), "last_on": Day(), "worked_on": Items(Day()), "notice": Text()},
    ("holiday", "first_on", "last_on"),
)
_YEAR = Record(
    {
        "year": Number(minimum=1949, whole=True),
        "notices": Items(_NOTICE, least=1),
        "holidays": Items(_HOLIDAY, least=1),
    },
    ("year", "notices", "holidays"),
)
SHAPE = Record(
    {"label": LABEL, "region": Text(r"[0-9]{2,12}"), "names": Table(LABEL, least=1), "years": Items(_YEAR, least=1)},
    ("label", "names", "years"),
)
LONGEST = 31


class UnableToReadCalendar(UnableToReadDocument):
    """A calendar is not right; `problems` names file, line, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A calendar as its file gives it; `region` is the code of the place it is for, empty for the whole country."""

    label: Label
    region: str
    years: tuple[Year, ...]


def load_calendar(path: Path = COUNTRY) -> CalendarFile:
    """The calendar of a file. UnableToReadCalendar with every problem found."""
    try:
        root = read_document(path)
    except UnableToReadDocument as error:
        raise UnableToReadCalendar(error.problems) from error
    problems: list[Problem] = []
    SHAPE.check(root, problems)
    if problems or not isinstance(root, MappingNode):
        raise UnableToReadCalendar(problems)
    names = {key.raw: label for key, value in entries_of(root.get("names")) if (label := label_of(value))}
    years = [_year(node, names, problems) for node in mappings_of(root.get("years"))]
    problems.extend(_twice(root))
    if problems:
        raise UnableToReadCalendar(problems)
    return CalendarFile(label_of(root.get("label")) or Label("", ""), text_of(root.get("region")), tuple(years))


def _year(node: MappingNode, names: Mapping[str, Label], problems: list[Problem]) -> Year:
    notices = {notice.number: notice for notice in map(_notice, mappings_of(node.get("notices")))}
    year = int(number_of(node.get("year")) or 0)
    holidays = []
    for entry in mappings_of(node.get("holidays")):
        found = list(_problems(entry, year, names, notices))
        problems.extend(found)
        if not found:
            holidays.append(_holiday(entry, names, notices))
    return Year(year, tuple(notices.values()), tuple(holidays))


def _notice(node: MappingNode) -> Notice:
    text: Literal["official", "reprint"] = "official" if text_of(node.get("text")) == "official" else "reprint"
    return Notice(text_of(node.get("number")), text_of(node.get("title")), _day(node.get("signed_on")), text)


def _holiday(node: MappingNode, names: Mapping[str, Label], notices: Mapping[str, Notice]) -> Holiday:
    worked_on = tuple(_day(item) for item in items_of(node.get("worked_on")))
    notice = notices[text_of(node.get("notice")) or next(iter(notices))]
    name = names[text_of(node.get("holiday"))]
    return Holiday(name, _day(node.get("first_on")), _day(node.get("last_on")), worked_on, notice)


def _day(node: Node | None) -> date:
    day = day_of(node)
    if day is None:
        raise TypeError(node)  # the shape has been checked
    return day


def _problems(
    node: MappingNode, year: int, names: Mapping[str, Label], notices: Mapping[str, Notice]
) -> Iterator[Problem]:
    """What the shape cannot say of one holiday: names and notices that are not there, days that cannot be meant."""
    name, notice = text_of(node.get("holiday")), text_of(node.get("notice"))
    if name not in names:
        said = Label(f"节日“{name}”没有名称", f"the holiday '{name}' has no name")
        yield Problem.at(node.where, said, Label("names 中的一个", f"one of: {', '.join(names)}"))
    if notice and notice not in notices:
        said = Label(f"本年没有文号为“{notice}”的通知", f"no notice of this year is numbered '{notice}'")
        yield Problem.at(node.where, said, Label(f"{'、'.join(notices)}", f"{', '.join(notices)}"))
    first_on, last_on = _day(node.get("first_on")), _day(node.get("last_on"))
    if not (0 <= (last_on - first_on).days < LONGEST and last_on.year == year):
        said = Label(f"放假 {first_on} 至 {last_on}", f"days off from {first_on} to {last_on}")
        meant = Label(
            f"先后有序、止于 {year} 年、不超过 {LONGEST} 天", f"in order, ending in {year}, at most {LONGEST} days"
        )
        yield Problem.at(node.where, said, meant)
    for item in items_of(node.get("worked_on")):
        day = _day(item)
        if day.weekday() < SATURDAY:
            said = Label(f"{day} 本来就是工作日", f"{day} is worked anyhow")
            yield Problem.at(item.where, said, Label("一个周六或周日", "a Saturday or a Sunday"))


def _twice(root: MappingNode) -> Iterator[Problem]:
    """Years and days that stand in the file twice: nobody could say which of both holds."""
    years: set[str] = set()
    days: set[date] = set()
    for year in mappings_of(root.get("years")):
        said = text_of(year.get("year"))
        if said in years:
            yield Problem.at(year.where, Label(f"{said} 年出现两次", f"the year {said} stands here twice"))
        years.add(said)
        for entry in mappings_of(year.get("holidays")):
            ordinals = range(_day(entry.get("first_on")).toordinal(), _day(entry.get("last_on")).toordinal() + 1)
            named = [*map(date.fromordinal, ordinals), *map(_day, items_of(entry.get("worked_on")))]
            for day in named:
                if day in days:
                    yield Problem.at(entry.where, Label(f"{day} 出现两次", f"{day} stands here twice"))
                days.add(day)
