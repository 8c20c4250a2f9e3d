"""Rounds after a first one, as folders whose findings were changed by hand: what a ledger meets half a year later."""

import json
import shutil
from pathlib import Path

import duckdb

from diguan.domain.regions.queries import subtree
from diguan.domain.screening.actions import record_round
from diguan.engine.screening.folder import file_hash


def later_round(folder, name, *, as_of, region_code, at, change=""):
    """A recorded round like that of a folder, of another day; `change`: SQL over the table findings."""
    made = Path(folder).parent / name
    shutil.copytree(folder, made, dirs_exist_ok=True)
    findings = made / "findings.parquet"
    low, high = subtree(region_code)
    with duckdb.connect() as duck:
        for path in (made / "verdicts" / "household").glob("*.parquet"):
            duck.execute(
                f"CREATE TABLE verdicts AS SELECT * FROM '{path}' WHERE region_code >= '{low}' AND region_code < '{high}'"
            )
            duck.execute(f"COPY verdicts TO '{path}' (FORMAT parquet)")
            duck.execute("DROP TABLE verdicts")
        duck.execute(f"CREATE TABLE findings AS SELECT * FROM '{findings}'")
        if change:
            duck.execute(change)
        duck.execute(f"COPY (SELECT * FROM findings ORDER BY finding_id) TO '{findings}' (FORMAT parquet)")
    said = json.loads((made / "round.json").read_text(encoding="utf-8"))
    said["as_of"] = as_of.isoformat()
    said["files"]["findings.parquet"] = file_hash(findings)
    (made / "round.json").write_text(json.dumps(said), encoding="utf-8")
    return record_round(folder=made, region_code=region_code, actor=None, at=at)
