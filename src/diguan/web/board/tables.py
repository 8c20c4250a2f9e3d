"""Tables of a board: hundreds of cells, which a template takes many times as long to write."""

from collections.abc import Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString

from diguan.web.board.showing import Line
from diguan.web.shared.texts import text


def written_table(
    lines: Sequence[Line], measures: Sequence[str], name: str, heading: str, *, looks: bool
) -> SafeString:
    """Lines of figures. `name`, `heading`: texts of the table and above the names of its lines; `looks`: with what persisted."""
    columns = [f"board:measure.{measure}" for measure in (*measures, *(["persisted"] if looks else []))]
    heads = "".join(f'<th scope="col" class="number">{escape(text(column))}</th>' for column in columns)
    return SafeString(
        f"""<div class="scroll" tabindex="0" role="region" aria-label="{escape(text(name))}">
<table class="table wide">
  <caption>{escape(text("board:caption"))}</caption>
  <thead><tr><th scope="col">{escape(text(heading))}</th>{heads}</tr></thead>
  <tbody>{"".join(_row(line, looks=looks) for line in lines)}</tbody>
</table>
</div>"""
    )


def _row(line: Line, *, looks: bool) -> str:
    return f"<tr>{''.join(_cells(line, looks=looks))}</tr>\n"


def _cells(line: Line, *, looks: bool) -> Iterator[str]:
    name = escape(line.name)
    yield f'<th scope="row">{f"""<a href="{escape(line.address)}">{name}</a>""" if line.address else name}</th>'
    for cell in line.cells:
        yield f'<td class="number">{cell.html}</td>'
    if looks:
        yield f'<td class="number">{_persisted(line)}</td>'


def _persisted(line: Line) -> str:
    one = line.persisted
    if one is None or not one.looked_back:
        return "–"
    return f"{one.share}% <small>{one.persisted}/{one.looked_back}</small>"
