"""The book of the script: what it did to which problem, and the figures that follow, counted line by line without the code under test."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from tests.acceptance.worked.days import after, at

LIVING = ("suspected", "open", "submitted")
ON_PAPER = {
    "same_person",
    "proof_by_same_person",
    "evidence_missing",
    "evidence_elsewhere",
    "no_criteria",
    "gone",
    "unmet",
    "unknown",
    "not_applicable",
    "still_found",
    "no_new_fact",
    "declared",
    "nothing_corrected",
}
DAYS = {
    "basic_medical_insurance": 20,
    "compulsory_education": 30,
    "safe_drinking_water": 60,
    "safe_housing": 90,
    "income": 90,
    "over_standard": 30,
    "food": 15,
    "clothing": 15,
    "measured_drinking_water": 60,
    "suspected_wrongly_listed": 30,
    "suspected_missed_household": 30,
    "suspected_missed_member": 20,
}


@dataclass
class Line:
    """One problem as the script knows it. `about`: indicator or, without one, kind; `found`: day of the round that it stands since."""

    household: str
    person: str
    about: str
    indicator: str
    region: str
    department: str
    level: str
    post: int | None
    touched: datetime | None
    found: date
    seen: date
    pk: int = 0
    state: str = "suspected"
    closing: str = ""
    deadline: date | None = None
    ended: date | None = None
    until: date | None = None
    determined: bool = False
    lost: bool = False
    rebounds: int = 0
    postponements: int = 0
    returns: int = 0
    refusals: list = field(default_factory=list)

    @property
    def key(self):
        """What makes it one problem over all rounds."""
        return self.household, self.person, self.about

    def moved(self, state, day, **changes):
        """Somebody did something on a day."""
        self.touched = at(day)
        self.found_so(state, **changes)

    def found_so(self, state, **changes):
        """A round found it so; nobody did anything."""
        self.state = state
        for name, value in changes.items():
            setattr(self, name, value)

    def determine(self, day):
        self.moved("open", day, determined=True, deadline=after(day, DAYS[self.about]))

    def late(self, on):
        return self.state == "open" and self.deadline is not None and self.deadline < on


class Book:
    """All lines. `owner`: place and department to level and post, as the script filled the posts."""

    def __init__(self, owner):
        self.lines, self.owner = {}, owner

    def meet(self, found, as_of, day):
        """A round found some problems; how each was met, counted."""
        met = Counter()
        for key, (indicator, region, department) in found.items():
            line = self.lines.get(key)
            if line is None:
                level, post = self.owner(region, department)
                new = Line(*key, indicator, region, department, level, post, None, as_of, as_of)
                self.lines[key] = new
                met["opened"] += 1
            else:
                met[self._met(line, as_of, day)] += 1
                line.region, line.department = region, department
        for key, line in self.lines.items():
            if key not in found and line.state in LIVING and not line.lost:
                line.found_so(line.state, lost=True)
                met["lost"] += 1
        return met

    def _met(self, line, as_of, day):
        line.seen = as_of
        if line.state in LIVING:
            line.found_so(line.state, lost=False)
            return "seen"
        if line.closing == "verified" and line.until > as_of:
            return "respected"
        if line.closing == "verified" or line.state == "withdrawn":
            line.found_so("suspected", closing="", until=None, deadline=None, determined=False, found=as_of, ended=None)
            return "asked_again"
        due = after(day, DAYS[line.about])
        line.found_so("open", closing="", deadline=due, determined=True, found=as_of, ended=None)
        line.rebounds += 1
        return "rebound"

    def of(self, place="", department=""):
        digits = next((digits for digits in (6, 9) if place.endswith("0" * (12 - digits))), 12)
        prefix = place[:digits]
        wanted = (line for line in self.lines.values() if line.region.startswith(prefix))
        return [line for line in wanted if department in ("", line.department)]

    def counts(self, on, place="", department=""):
        lines = self.of(place, department)
        states = Counter(line.state for line in lines)
        ways = Counter(line.closing for line in lines if line.state == "closed")
        return {
            "states": {name: states[name] for name in (*LIVING, "closed", "withdrawn")},
            "ways": {name: ways[name] for name in ("mended", "corrected", "verified", "accepted")},
            "overdue": sum(line.late(on) for line in lines),
            "rebound": sum(line.rebounds > 0 for line in lines),
            "postponed": sum(line.postponements > 0 for line in lines),
        }

    def loads(self, on, place=""):
        """By post and level: living, overdue, the first deadline that passed, the day of the last step."""
        found = {}
        for line in self.of(place):
            if line.state in LIVING:
                found.setdefault((line.post, line.level), []).append(line)
        return {key: self._load(lines, on) for key, lines in found.items()}

    def _load(self, lines, on):
        late = [line for line in lines if line.late(on)]
        oldest = min((line.deadline for line in late), default=None)
        touched = [line.touched for line in lines if line.touched]
        return len(lines), len(late), oldest, max(touched).date() if touched else None

    def levels(self, on, place=""):
        found = {}
        for line in self.of(place):
            if line.state in LIVING:
                living, late = found.get(line.level, (0, 0))
                found[line.level] = (living + 1, late + line.late(on))
        return found

    def paper(self, place=""):
        return Counter(code for line in self.of(place) for code in line.refusals if code in ON_PAPER)
