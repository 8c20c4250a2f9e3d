import pytest

from diguan.engine.catalogue import FieldType
from diguan.engine.visiting.pace import UnableToLoadPace, load_pace

VALUE = "{minutes: 1, status: verified, source: county}"
KINDS = ("boolean", "code", "integer", "number", "date", "text")


def written(path, household=VALUE, kinds=KINDS):
    questions = "".join(f"  {kind}: {VALUE}\n" for kind in kinds)
    path.write_text(f"household: {household}\nanswer:\n{questions}conflict: {VALUE}\n", encoding="utf-8")
    return path


def test_minutes_of_the_project_are_data_for_every_kind_of_answer():
    pace = load_pace()
    assert set(pace.question) == set(FieldType) - {FieldType.IDENTIFIER}
    assert pace.minutes([]) == pace.household > 0


def test_a_county_gives_its_own_minutes(tmp_path):
    assert load_pace(written(tmp_path / "pace.yaml")).household == 1


@pytest.mark.parametrize(
    ("household", "kinds"),
    [("{minutes: -1, status: verified, source: county}", KINDS), ("{minutes: 1}", KINDS), (VALUE, KINDS[:-1])],
)
def test_a_wrong_file_of_minutes_is_refused_with_its_line(tmp_path, household, kinds):
    with pytest.raises(UnableToLoadPace, match=r"pace.yaml:[123]"):
        load_pace(written(tmp_path / "pace.yaml", household, kinds))
