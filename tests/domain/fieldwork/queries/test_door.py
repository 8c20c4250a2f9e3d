"""What is asked at a door: what decides, and what makes something unmet, with the person it is about; nothing twice."""

from datetime import date

from diguan.domain.fieldwork.queries.door import asked_at
from diguan.domain.registry.queries.household import household_file
from diguan.domain.screening.verdicts import opinions_on
from diguan.engine.standards import load_standard


def test_door_asks_for_what_is_unknown_first_and_then_for_what_is_unmet(household):
    pack = load_standard("cn-two-assurances")
    file = household_file(household, pack.catalogue, date(2019, 6, 30))
    asked = asked_at(opinions_on(file, pack, date(2019, 6, 30)))
    names = [(q.field.name, q.person_number) for q in asked]
    assert len(names) == len(set(names))
    again = [q for q in asked if q.again]
    assert ("dangerous_house", ("safe_housing",)) in [(q.field.name, q.indicators) for q in again]
    assert asked.index(again[0]) == len(asked) - len(again)
    assert all(not q.field.derived for q in asked)
    assert {q.person_number for q in asked} == {None, "1001-1"}
