import json
import shutil
from datetime import date

import pytest

from diguan.engine.comparison import UnableToCompareRounds, open_rounds
from diguan.engine.screening import UnableToReadRound
from tests.factories.change import compared, round_of
from tests.factories.facts import export, inputs, source
from tests.factories.rounds import screened, written
from tests.factories.village import HOUSEHOLD_COLUMNS, household

ROWS = household("A1", status="registered", dangerous_house=True) + household("A2", status="registered")


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = tmp_path_factory.mktemp("rounds")
    days = (date(2019, 3, 31), date(2019, 6, 30))
    return [round_of(ROWS, place / day.isoformat(), as_of=day) for day in days]


def opened(*folders):
    return open_rounds(folders, lambda _stage, _done, _total: None)


def refusal(*folders):
    with pytest.raises(UnableToCompareRounds) as caught:
        opened(*folders)
    return caught.value


def test_one_round_is_nothing_to_compare(folders):
    assert refusal(folders[0]).message.en == "one round alone: nothing to compare it with"


def test_the_same_round_twice_is_refused(folders):
    assert refusal(folders[0], folders[0]).message.en == "the same round is given twice"


def test_swapped_order_is_refused_with_both_days(folders):
    error = refusal(*reversed(folders))
    assert error.place == str(folders[0])
    assert "its day 2019-03-31 is before that of the round given earlier" in error.message.en
    assert error.hint.en == "give the rounds from the earliest day to the latest"


def test_folder_that_is_no_round_is_refused(folders, tmp_path):
    with pytest.raises(UnableToReadRound):
        opened(folders[0], tmp_path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("verdicts/household/152222.parquet", "its bytes are not those that were sealed"),
        ("snapshot/households/152222.parquet", "its bytes are not those that were sealed"),
        ("pack/findings.yaml", "its bytes are not those that were sealed"),
    ],
)
def test_file_with_other_bytes_is_named(folders, tmp_path, name, message):
    folder = shutil.copytree(folders[1], tmp_path / "changed")
    path = folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    error = refusal(folders[0], folder)
    assert (error.place, error.message.en) == (str(path), message)


def test_missing_file_is_named(folders, tmp_path):
    folder = shutil.copytree(folders[1], tmp_path / "half")
    (folder / "verdicts/person/152222.parquet").unlink()
    error = refusal(folders[0], folder)
    assert error.place == str(folder / "verdicts/person/152222.parquet")
    assert error.message.en == "the file is missing"


def test_record_that_was_edited_is_refused(folders, tmp_path):
    folder = shutil.copytree(folders[1], tmp_path / "edited")
    record = json.loads((folder / "round.json").read_text(encoding="utf-8"))
    record["as_of"] = "2019-07-01"
    (folder / "round.json").write_text(json.dumps(record), encoding="utf-8")
    assert refusal(folders[0], folder).message.en == "the seal does not fit: the content was changed"


def judged_by(name, folder, as_of, **confirm):
    read = inputs(export(source(1, data_on=as_of), ROWS, HOUSEHOLD_COLUMNS))
    with screened(read, name, as_of=as_of, confirm={k: (v, "notice") for k, v in confirm.items()}) as found:
        return written(found, folder)


def test_rounds_without_a_shared_indicator_are_refused(folders, tmp_path):
    other = judged_by("cn-consistency", tmp_path / "other", date(2019, 6, 30), monitoring_line=6000)
    with pytest.raises(UnableToCompareRounds) as caught:
        compared(folders[0], other)
    assert "it has no indicator in common" in caught.value.message.en


def test_rounds_by_two_standards_are_compared_on_what_they_share(folders, tmp_path):
    other = judged_by("cn-monitoring", tmp_path / "other", date(2021, 6, 30), monitoring_line=6000)
    with compared(folders[1], other) as found:
        rules = found.steps[0].rules
        shared = {"basic_medical_insurance", "compulsory_education", "safe_drinking_water", "safe_housing"}
        assert {i.id for i in rules.shared} == shared
        assert set(rules.only_before) == {"clothing", "food", "income", "measured_drinking_water"}
        assert {"income_above_monitoring_line", "has_labour"} <= set(rules.only_after)
        assert found.steps[0].unexplained == 0
