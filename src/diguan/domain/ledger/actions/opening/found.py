"""What a round found, one row a problem, from the tables of its folder.

Table made here: found(place, key, kind, indicator, subject, county, household_number, person_number, region_code, department, grade,
route, days, title, explanation, measure); `place`: order of the ledger; `days`: working days of the standard; texts as JSON {zh, en}.
"""

from collections.abc import Iterable, Mapping

import pyarrow as pa

from diguan.domain.ledger.keys import sql_key
from diguan.domain.screening.kept import KeptRound
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import Connection, run, text
from diguan.engine.standards import Pack

LABELS = pa.schema([("id", pa.string()), ("zh", pa.string()), ("en", pa.string())])
DAYS = pa.schema([("rule", pa.string()), ("about", pa.string()), ("days", pa.int32())])


def read_found(duck: Connection, kept: KeptRound) -> None:
    """Make the table of this module. Of several findings of one problem the first in the order of the standard names it."""
    round_, pack = kept.round, kept.pack
    duck.register("kind_labels", labels({rule.kind: rule.label for rule in reversed(pack.findings)}))
    duck.register("indicator_labels", labels({i.id: i.label for i in pack.indicators.values()}))
    duck.register("measure_labels", labels(pack.measures))
    duck.register("days", _days(pack))
    run(
        duck,
        f"""CREATE TEMP TABLE found AS
        SELECT finding_id AS place, {sql_key(round_.standard)} AS key, s.kind, indicator, CASE WHEN person_number = '' THEN 'household'
               ELSE 'person' END AS subject, county, household_number, person_number, region_code, department, grade, route, days,
               {_json("k.zh || CASE WHEN i.zh IS NULL THEN '' ELSE '：' || i.zh END", "k.en || coalesce(': ' || i.en, '')")} AS title,
               {_json("zh_masked", "en_masked")} AS explanation,
               CASE WHEN m.zh IS NOT NULL THEN {_json("m.zh", "m.en")} END AS measure
        FROM ({_said(kept)}) s JOIN {_parquet(kept, "explanations")} USING (explanation_id)
        JOIN kind_labels k ON k.id = s.kind LEFT JOIN indicator_labels i ON i.id = s.indicator
        LEFT JOIN measure_labels m ON m.id = s.route LEFT JOIN days d ON d.rule = s.rule AND d.about = s.indicator
        QUALIFY row_number() OVER (PARTITION BY key ORDER BY priority, finding_id) = 1""",
    )


def _said(kept: KeptRound) -> str:
    """The findings with nothing empty in them."""
    return f"""SELECT finding_id, priority, kind, rule, coalesce(indicator, '') AS indicator, county, household_id AS household_number,
        coalesce(person_id, '') AS person_number, coalesce(region_code, {text(kept.round.region_code)}) AS region_code,
        coalesce(department, '') AS department, grade, coalesce(route, '') AS route, explanation_id
        FROM {_parquet(kept, "findings")}"""


def _parquet(kept: KeptRound, name: str) -> str:
    return f"read_parquet({text(str(kept.file(f'{name}.parquet')))})"


def _json(zh: str, en: str) -> str:
    return f"to_json({{'zh': {zh}, 'en': {en}}})"


def labels(named: Mapping[str, Label]) -> pa.Table:
    """Labels by id as a table."""
    return pa.Table.from_pylist([{"id": id, "zh": said.zh, "en": said.en} for id, said in named.items()], schema=LABELS)


def _days(pack: Pack) -> pa.Table:
    """Working days of each finding about each indicator; '' where it names none."""
    return pa.Table.from_pylist(list(_deadlines(pack)), schema=DAYS)


def _deadlines(pack: Pack) -> Iterable[dict[str, object]]:
    for rule in pack.findings:
        for about in ("", *pack.indicators):
            own = pack.indicators[about].deadline_days if about else None
            yield {"rule": rule.id, "about": about, "days": own if rule.deadline_days is None else rule.deadline_days}
