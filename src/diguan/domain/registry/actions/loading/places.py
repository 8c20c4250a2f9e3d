"""Where what was read belongs: every row a full region code, the load the unit that holds them all."""

from collections.abc import Sequence

from diguan.domain.registry.actions.loading.outcome import UnableToLoad
from diguan.domain.registry.actions.loading.readings import table_name
from diguan.domain.registry.queries.extraction.extent import DIVISIONS, EVERYWHERE
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import Connection, run
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.verdicts import Subject

PLACED = (Subject.HOUSEHOLD, Subject.PERSON, Subject.VILLAGE, Subject.FACILITY)


def find_places(connection: Connection, read: ReadInputs) -> list[str]:
    """Make homes(household_id, region_code) and return the distinct codes of all rows; UnableToLoad when one is no full code."""
    tables = [(i, t) for i, t in enumerate(read.tables) if "region_code" in t.table.column_names]
    codes = (
        " UNION ".join(f"SELECT region_code FROM {table_name(i)}" for i, _ in tables) or "SELECT NULL AS region_code"
    )
    found = [
        row[0] for row in run(connection, f"SELECT DISTINCT region_code FROM ({codes}) WHERE region_code IS NOT NULL")
    ]
    wrong = sorted(code for code in found if not (len(code) == DIVISIONS.widths[-1] and code.isdigit()))
    if wrong:
        raise UnableToLoad(
            Label(f"区划代码“{wrong[0]}”不是12位数字", f"the region code '{wrong[0]}' is not 12 digits"),
            Label(
                "登记册按区划管权限，请改正村代码",
                "the registry grants access by region: correct the codes of villages",
            ),
        )
    homes = [
        f"SELECT household_id, region_code FROM {table_name(i)}"
        for i, t in tables
        if "household_id" in t.table.column_names
    ]
    rows = " UNION ALL ".join(homes) or "SELECT NULL::VARCHAR AS household_id, NULL::VARCHAR AS region_code"
    run(
        connection,
        f"""CREATE TEMP TABLE homes AS SELECT household_id, min(region_code) AS region_code FROM ({rows})
        WHERE region_code IS NOT NULL GROUP BY household_id""",
    )
    return sorted(found)


def region_of_load(codes: Sequence[str], region: str | None) -> str:
    """The chosen region, else the smallest unit that holds every row; UnableToLoad when rows say nothing of their place."""
    if region is not None:
        head = DIVISIONS.significant(region)
        outside = [code for code in codes if not code.startswith(head)]
        if outside:
            raise UnableToLoad(
                Label(
                    f"有{len(outside)}个村不在所选区划内，例如 {outside[0]}",
                    f"{len(outside)} villages lie outside the chosen region, such as {outside[0]}",
                ),
                Label("请核对 --region", "look at --region"),
            )
        return region
    if not codes:
        raise UnableToLoad(
            Label("输入里没有一行说明所在的村", "no row of the inputs says which village it is of"),
            Label("请用 --region 给出区划", "name the region with --region"),
        )
    width = max((w for w in DIVISIONS.widths if len({code[:w] for code in codes}) == 1), default=0)
    return codes[0][:width].ljust(DIVISIONS.widths[-1], "0") if width else EVERYWHERE
