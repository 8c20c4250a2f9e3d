"""Decoys about one person: lawful exceptions from school and insurance, and boundaries of age, that must raise nothing."""

from datetime import date

from diguan.synth.people import Household, Person, age_on
from diguan.synth.planting.changes import NOT_INSURED, say, say_other_year
from diguan.synth.planting.ground import HALF, Ground
from diguan.synth.planting.registry import planting, several
from diguan.synth.records import INSURED
from diguan.synth.schooling import COLLEGE, LAST_COMPULSORY, cutoff, grade_index

ENTRY_AGE = 6
GRADUATE_AGE = 15
SOLDIER_AGES = (18, 30)
OLD = 65


# --- schooling


def _arranged(ground: Ground, household: Household, arrangement: str, education: str | None) -> None:
    child = ground.rng.choice(ground.pupils(household))
    say(child, school_status=None, education_level=education)
    child.schooling = {"school_status": "非在校生", "school_arrangement": arrangement, "dropout_reason": None}
    ground.decoy(household, child)


@planting("early", Ground.has_pupil)
def taught_at_home(ground: Ground, household: Household) -> None:
    """Decoy: a disabled child taught at home, as the education department's list says."""
    _arranged(ground, household, "送教上门", "文盲或半文盲")


@planting("ordinary", Ground.has_pupil)
def taught_at_home_ordinary(ground: Ground, household: Household) -> None:
    """Decoy: a child of an ordinary household taught at home."""
    _arranged(ground, household, "送教上门", "文盲或半文盲")


@planting("early", Ground.has_pupil)
def special_school(ground: Ground, household: Household) -> None:
    """Decoy: a child in a special school, which has no grades."""
    _arranged(ground, household, "特殊教育学校", None)


@planting("late", Ground.has_pupil)
def suspended_with_approval(ground: Ground, household: Household) -> None:
    """Decoy: a child whose suspension for illness was approved."""
    _arranged(ground, household, "批准休学", "小学")


def _of_age(ground: Ground, household: Household, age: int, index: int) -> list[Person]:
    as_of = ground.calendar.as_of
    return [p for p in household.members if age_on(p.born_on, as_of) == age and grade_index(p.born_on, as_of) == index]


def has_graduate(ground: Ground, household: Household) -> bool:
    """Whether somebody of fifteen has been through nine years of school."""
    return bool(_of_age(ground, household, GRADUATE_AGE, LAST_COMPULSORY + 1))


@planting("early", has_graduate)
def senior_school_at_fifteen(ground: Ground, household: Household) -> None:
    """Decoy: fifteen and in the first year of senior school."""
    ground.decoy(household, _of_age(ground, household, GRADUATE_AGE, LAST_COMPULSORY + 1)[0])


@planting("early", has_graduate)
def graduate_at_work(ground: Ground, household: Household) -> None:
    """Decoy: a junior-school graduate of fifteen, not in school."""
    _graduate(ground, household)


@planting("ordinary", has_graduate)
def graduate_at_work_ordinary(ground: Ground, household: Household) -> None:
    """Decoy: a junior-school graduate of fifteen in an ordinary household, not in school."""
    _graduate(ground, household)


def _graduate(ground: Ground, household: Household) -> None:
    person = _of_age(ground, household, GRADUATE_AGE, LAST_COMPULSORY + 1)[0]
    say(person, school_status=None, education_level="初中")
    person.schooling = None
    ground.decoy(household, person)


def _child_born(ground: Ground, household: Household, born_on: date) -> None:
    male = ground.rng.random() < HALF
    child = ground.newcomer(household, "之孙子" if male else "之孙女", born_on, male=male)
    if household.listed:
        ground.enlist(household, child)
    ground.register(household, child)
    ground.decoy(household, child)


@planting("early")
def six_after_cutoff(ground: Ground, household: Household) -> None:
    """Decoy: six years old one day after the cut-off, still in preschool."""
    _child_born(ground, household, date(cutoff(ground.calendar.as_of).year - ENTRY_AGE, 9, 1))


@planting("ordinary")
def six_after_cutoff_ordinary(ground: Ground, household: Household) -> None:
    """Decoy: six years old one day after the cut-off, in an ordinary household."""
    _child_born(ground, household, date(cutoff(ground.calendar.as_of).year - ENTRY_AGE, 9, 1))


@planting("early")
def six_on_cutoff_in_school(ground: Ground, household: Household) -> None:
    """Decoy: six on the very day, in the first year of primary school."""
    _child_born(ground, household, date(cutoff(ground.calendar.as_of).year - ENTRY_AGE, 8, 31))


@planting("late", Ground.has_pupil)
def year_apart_in_lists(ground: Ground, household: Household) -> None:
    """Decoy: export and education list differ by a school year; the child is in school either way."""
    child = ground.rng.choice(ground.pupils(household))
    status = str((child.export or {})["school_status"])
    child.schooling = {"school_status": say_other_year(status), "school_arrangement": None, "dropout_reason": None}
    ground.contradict(household, child)
    ground.decoy(household, child)


# --- insurance


def _insured_nowhere(member: Person) -> None:
    say(member, insured_residents=False, insured_employees=False)
    member.insurance = NOT_INSURED


def _young_men(ground: Ground, household: Household) -> list[Person]:
    low, high = SOLDIER_AGES
    return [p for p in ground.adults(household) if p.male and low <= age_on(p.born_on, ground.calendar.as_of) <= high]


def has_young_man(ground: Ground, household: Household) -> bool:
    """Whether somebody could be a soldier."""
    return bool(_young_men(ground, household))


@planting("early", has_young_man)
def soldier(ground: Ground, household: Household) -> None:
    """Decoy: a soldier, not insured, as the resident base knows."""
    member = _young_men(ground, household)[0]
    _insured_nowhere(member)
    say(member, person_state="服役")
    ground.decoy(household, member)


@planting("ordinary", has_young_man)
def soldier_in_roster(ground: Ground, household: Household) -> None:
    """Decoy: a soldier of an ordinary household, protected as such in the insurance list."""
    member = _young_men(ground, household)[0]
    _insured_nowhere(member)
    member.insurance = {"insurance_kind": "军人保障", "special_protection": "军人"}
    ground.decoy(household, member)


@planting("early", Ground.has_adult)
def prisoner(ground: Ground, household: Household) -> None:
    """Decoy: a prisoner, not insured, as the insurance list knows."""
    member = ground.rng.choice(ground.adults(household))
    _insured_nowhere(member)
    member.insurance = {"insurance_kind": "未参保", "special_protection": "服刑"}
    ground.decoy(household, member)


@planting("early", Ground.has_adult)
def insured_as_employee(ground: Ground, household: Household) -> None:
    """Decoy: insured as an employee, so not as a resident."""
    member = ground.rng.choice(ground.adults(household))
    say(member, insured_residents=False, insured_employees=True)
    member.insurance = {"insurance_kind": "城镇职工", "special_protection": None}
    ground.decoy(household, member)


@planting("ordinary", Ground.has_adult)
def insured_as_employee_ordinary(ground: Ground, household: Household) -> None:
    """Decoy: a member of an ordinary household insured as an employee; the village says not insured."""
    member = ground.rng.choice(ground.adults(household))
    say(member, insured_residents=False)
    member.insurance = {"insurance_kind": "城镇职工", "special_protection": None}
    ground.decoy(household, member)


def _students(household: Household) -> list[Person]:
    return [p for p in household.members if (p.export or p.base or {})["school_status"] in COLLEGE]


def has_student(_ground: Ground, household: Household) -> bool:
    """Whether somebody is at college."""
    return bool(_students(household))


@planting("early", has_student)
def student_insured_elsewhere(ground: Ground, household: Household) -> None:
    """Decoy: a student insured where the college is."""
    member = _students(household)[0]
    _insured_nowhere(member)
    member.insurance = {"insurance_kind": "未参保", "special_protection": "异地学生参保"}
    ground.decoy(household, member)


@planting("ordinary", has_student)
def student_insured_elsewhere_ordinary(ground: Ground, household: Household) -> None:
    """Decoy: a student of an ordinary household insured where the college is."""
    member = _students(household)[0]
    _insured_nowhere(member)
    member.insurance = {"insurance_kind": "未参保", "special_protection": "异地学生参保"}
    ground.decoy(household, member)


# --- no longer of the household


def _elders(ground: Ground, household: Household) -> list[Person]:
    return [p for p in household.members[1:] if age_on(p.born_on, ground.calendar.as_of) >= OLD]


def has_elder(ground: Ground, household: Household) -> bool:
    """Whether an elder lives in the household who is not its head."""
    return bool(_elders(ground, household))


@planting("early", has_elder)
def dead_in_export(ground: Ground, household: Household) -> None:
    """Decoy: died in spring, still a row of the export; not insured any more, and the resident base knows why."""
    member = _elders(ground, household)[0]
    _insured_nowhere(member)
    say(member, person_state="死亡")
    member.insurance = None
    ground.decoy(household, member)


@planting("late", several)
def left_since_older_export(ground: Ground, household: Household) -> None:
    """Decoy: somebody of the older export who is in no file of today."""
    born_on = date(ground.calendar.as_of.year - OLD - ground.rng.randint(5, 20), 5, ground.rng.randint(1, 28))
    member = ground.newcomer(household, "之母", born_on, male=False)
    member.insurance = None
    member.then = {**(household.head.then or {}), "school_status": None, "education_level": "文盲或半文盲"}
    (household.then or {})["household_size_current"] = sum(p.then is not None for p in household.members)
    ground.decoy(household)


# --- planted all the same: insured, and in the list only


@planting("ordinary", Ground.has_adult)
def insured_in_list_only(ground: Ground, household: Household) -> None:
    """Decoy: the village says not insured, the insurance list says insured and is believed."""
    member = ground.rng.choice(ground.adults(household))
    say(member, insured_residents=False, uninsured_reason="不知情")
    member.insurance = INSURED
    ground.contradict(household, member)
    ground.decoy(household, member)
