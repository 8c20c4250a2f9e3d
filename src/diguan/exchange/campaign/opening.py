"""The households of a round: where they are, whether there is something to ask, how many findings they have."""

from collections.abc import Collection
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


def homes_of(opened: OpenRound, places: Places, uncovered: Collection[str] = ()) -> dict[str, Home]:
    """Every household of the round in the order of regions and numbers. UnableToCoverCampaign when it has none.

    `uncovered`: indicators that give no household something to ask, as `uncovered_indicators` finds them.
    """
    known = "region_code" if "region_code" in _columns(opened, "households") else "NULL"
    sql = f"""SELECT h.household_id, h.{known} AS region_code, coalesce(v.open, false), coalesce(f.findings, 0)
        FROM households h
        LEFT JOIN ({_open(opened, uncovered)}) v USING (household_id)
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


def uncovered_indicators(opened: OpenRound) -> list[str]:
    """Indicators that are decided of no household, because no input has a fact they need: that is asked of all or of none.

    A round says it in one line of coverage; a household has not something to ask because of it.
    """
    source, there = _verdicts(opened)
    absent = {(c.subject, c.field) for c in opened.record.coverage if c.kind == "not_covered"}
    needing = [
        i.id
        for i in opened.ruling.bound.indicators.values()
        if i.id in there and absent & {(str(s), f) for s, f in i.facts}
    ]
    if source is None or not needing:
        return []
    decided = ", ".join(f"bool_or({quoted(n)} IN ({int(Verdict.UNMET)}, {int(Verdict.MET)}))" for n in needing)
    row = run(opened.connection, f"SELECT {decided} FROM {source}")[0]
    return [name for name, somewhere in zip(needing, row, strict=True) if not somewhere]


def _verdicts(opened: OpenRound) -> tuple[str | None, set[str]]:
    """The verdicts on households as a source of SQL, None where there are none, and their columns."""
    files = sorted((opened.folder / "verdicts" / Subject.HOUSEHOLD).glob("*.parquet"))
    if not files:
        return None, set()
    source = f"read_parquet([{', '.join(text(str(file)) for file in files)}])"
    return source, {row[0] for row in run(opened.connection, f"DESCRIBE SELECT * FROM {source}")}


def _open(opened: OpenRound, uncovered: Collection[str]) -> str:
    """Households with a verdict that is unknown, for a reason of their own."""
    source, there = _verdicts(opened)
    if source is None:
        return "SELECT NULL::VARCHAR AS household_id, false AS open WHERE false"
    names = [i for i in opened.ruling.pack.indicators if i in there and i not in uncovered]
    unknown = " OR ".join(f"{quoted(n)} = {int(Verdict.UNKNOWN)}" for n in names) or "false"
    return f"SELECT household_id, ({unknown}) AS open FROM {source}"


def _findings(folder: Path) -> str:
    source = f"read_parquet({text(str(folder / 'findings.parquet'))})"
    return f"SELECT household_id, count(*) AS findings FROM {source} WHERE household_id IS NOT NULL GROUP BY ALL"
