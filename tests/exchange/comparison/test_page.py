import re
from datetime import date

import pytest

from diguan import compare
from diguan.engine.regions import load_regions
from tests.factories.change import round_of
from tests.factories.village import household

REGIONS = load_regions()
VILLAGE = REGIONS.units("village", "150429")[0].code


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    place = tmp_path_factory.mktemp("rounds")
    folders = []
    for house, day in ((True, date(2019, 3, 31)), (False, date(2019, 6, 30)), (True, date(2019, 9, 30))):
        rows = [r | {"region_code": VILLAGE} for r in household("A1", status="registered", dangerous_house=house)]
        folders.append(round_of(rows, place / day.isoformat(), as_of=day))
    compare(folders, out=place / "out", recipient="县领导小组", regions=REGIONS)
    return (place / "out" / "comparison.html").read_text(encoding="utf-8")


def test_page_fetches_nothing_and_runs_nothing(page):
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?!#|data:)', page) == []
    assert "default-src &#x27;none&#x27;" in page


def test_page_names_days_recipient_and_township(page):
    assert "2019-03-31 → 2019-06-30 → 2019-09-30" in page
    assert "交：县领导小组" in page
    assert REGIONS.path(VILLAGE)[-2] in page


def test_page_names_no_household_and_no_person(page):
    assert "A1" not in page


def test_what_came_back_stands_in_the_row_of_its_step(page):
    rows = re.findall(r"<tr><th scope=\"row\">(2019[^<]*)</th>(.*?)</tr>", page)
    numbers = {step: [int(n) for n in re.findall(r">(\d+)</td>", cells)] for step, cells in rows}
    assert numbers == {
        "2019-03-31 → 2019-06-30": [1, 1, 1, 0, 0, 0, 0, 0],
        "2019-06-30 → 2019-09-30": [0, 0, 0, 0, 0, 0, 1, 1],
    }
