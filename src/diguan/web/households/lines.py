"""The lines of the list of households: fifty times over, a template takes longer for them than the questions to the database."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from diguan.web.shared.texts import text
from diguan.web.shared.writing import EMPTY, join, write

COUNTS = ("unmet", "unknown")
NONE = SafeString('<td class="number">0</td>')
LINE = """<tr>
      <th scope="row"><a href="{}">{}</a> <span class="code">{}</span></th>
      <td>{}{}</td>
      {}
      <td class="number">{}</td>
      <td class="place">{}</td>
    </tr>
"""


def lines_of(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Rows as `rows_of` gives them, in the language of whoever reads."""
    not_known = text("households:not_known")
    ended = write(' <span class="mark off">{}</span>', text("households:ended"))
    not_judged = write('<td class="number" colspan="2">{}</td>', text("households:not_judged"))
    return join(
        write(
            LINE,
            row["address"],
            row["name"],
            row["number"],
            row["status"] or not_known,
            ended if row["ended"] else EMPTY,
            not_judged if row["unmet"] is None else join(_count(row[name], row["judged_at"]) for name in COUNTS),
            row["size"],
            row["place"],
        )
        for row in rows
    )


def _count(number: int, judged_at: str) -> SafeString:
    if not number:
        return NONE
    return write('<td class="number"><a href="{}">{}</a></td>', judged_at, number)
