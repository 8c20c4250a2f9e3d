"""The households of a round: where they are, whether there is something to ask, how many findings they have."""

from pathlib import Path

from diguan.engine.documents import Label
from diguan.engine.snapshot.database import quoted, run, text
from diguan.engine.verdicts import Subject, Verdict
from diguan.engine.visiting.opening import OpenRound
from diguan.exchange.campaign.model import Home
from diguan.exchange.figures.areas import Places


class UnableToCoverCampaign(Exception):
    """The round or the files of a campaign cannot be used: what was found, what was expected, what to do."""

    def __init__(self, place: str, message: Label, expected: Label, hint: Label) -> None:
        self.place, self.message, self.expected, self.hint = place, message, expected, hint
        super().__init__(
            f"{place}：{message.zh}；应为：{expected.zh}；{hint.zh}\n"
            f"{place}: {message.en}; expected: {expected.en}; {hint.en}"
        )


def homes_of(opened: OpenRound, places: Places) -> dict[str, Home]:
    """Every household of the round in the order of regions and numbers. UnableToCoverCampaign when it has none."""
    known = "region_code" if "region_code" in _columns(opened, "households") else "NULL"
    sql = f"""SELECT h.household_id, h.{known} AS region_code, coalesce(v.open, false), coalesce(f.findings, 0)
        FROM households h
        LEFT JOIN ({_open(opened)}) v USING (household_id)
        LEFT JOIN ({_findings(opened.folder)}) f USING (household_id)
        ORDER BY region_code NULLS LAST, h.household_id"""
    found = {}
    for household_id, code, is_open, findings in run(opened.connection, sql):
        _, county, township, village = places.names(code)
        found[household_id] = Home(household_id, code or "", county, township, village, bool(is_open), int(findings))
    if not found:
        raise UnableToCoverCampaign(
            opened.folder.name,
            Label("这一轮没有农户", "the round has no households"),
            Label("至少一户", "one household at least"),
            Label("请检查给出的是哪一轮", "look which round was given"),
        )
    return found


def _columns(opened: OpenRound, table: str) -> set[str]:
    rows = run(opened.connection, f"SELECT column_name FROM duckdb_columns() WHERE table_name = {text(table)}")
    return {name for (name,) in rows}


def _open(opened: OpenRound) -> str:
    """Households with a verdict that is unknown."""
    files = sorted((opened.folder / "verdicts" / Subject.HOUSEHOLD).glob("*.parquet"))
    names = [i.id for i in opened.ruling.pack.indicators.values()]
    if not files:
        return "SELECT NULL::VARCHAR AS household_id, false AS open WHERE false"
    source = f"read_parquet([{', '.join(text(str(file)) for file in files)}])"
    there = {row[0] for row in run(opened.connection, f"DESCRIBE SELECT * FROM {source}")}
    unknown = " OR ".join(f"{quoted(n)} = {int(Verdict.UNKNOWN)}" for n in names if n in there) or "false"
    return f"SELECT household_id, ({unknown}) AS open FROM {source}"


def _findings(folder: Path) -> str:
    source = f"read_parquet({text(str(folder / 'findings.parquet'))})"
    return f"SELECT household_id, count(*) AS findings FROM {source} WHERE household_id IS NOT NULL GROUP BY ALL"
