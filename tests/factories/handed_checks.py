"""The folder of a consistency check, and the same as a zip, as somebody hands it in."""

import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.factories.facts import export, inputs, source
from tests.factories.rounds import screened, written

AS_OF = date(2022, 6, 30)


def a_check(folder, place="152222100201"):
    """The folder of a check of one household: the school of a child does not fit its age. Checked once however often it is asked for."""
    for name, content in _files(place).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@cache
def _files(place):
    with TemporaryDirectory() as kept:
        folder = written(screened(_rows(place, "1001"), "cn-consistency", AS_OF, confirm={}), Path(kept) / "check")
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def a_round_instead(folder, place="152222100201"):
    """A folder that looks like a check's, judged by a standard of need."""
    return written(screened(_rows(place, "1001", date(2019, 5, 1))), folder)


def _rows(place, number, on=date(2022, 5, 1)):
    both = {"household_id": number, "region_code": place, "status": "monitored_unstable"}
    rows = [
        {**both, "person_id": "1", "relation": "户主", "birth_date": date(1975, 5, 5), "school_status": None},
        {**both, "person_id": "2", "relation": "之子", "birth_date": date(2018, 3, 1), "school_status": "本科四年级"},
    ]
    return inputs(export(source(1, data_on=on), rows, ("status",)))


def packed(folder, path, top="check/"):
    """The folder as a zip, below a folder of its own, with what a system puts beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            kept.write(file, f"{top}{file.relative_to(folder).as_posix()}")
        kept.writestr("__MACOSX/._round.json", b"x")
        kept.writestr(f"{top}.DS_Store", b"x")
    return path
