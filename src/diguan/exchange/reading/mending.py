"""The workbook of rejected rows: how it is laid out, and how its cells are masked. Written by exchange.rejected, read by corrections."""

from collections.abc import Iterable
from dataclasses import dataclass

from diguan.engine.catalogue import FieldType
from diguan.exchange.masking import mask_name
from diguan.exchange.reading.headers import HeaderColumn, Role, Target

FORMAT = "diguan-rejected 1"
ROWS_SHEET = "退回行 Rejected rows"
CELLS_SHEET = "坏单元格 Bad cells"
ABOUT_SHEET = "说明 Read me"
HEADER_ROW = 2  # 0-based: below the title and the line that says what to do

FILE, SHEET, CELL = "来源文件 File", "来源工作表 Sheet", "来源单元格 Cell"
REASON, VALUE, EXPECTED = "不能读取的原因 Reason", "原值 Value", "应为 Expected"
FIELD, MENDED = "列 Field", "改正值 Corrected value"
ROW_COLUMNS = (FILE, SHEET, CELL, VALUE, REASON, EXPECTED)
CELL_COLUMNS = (FILE, SHEET, CELL, FIELD, VALUE, REASON, EXPECTED, MENDED)
FILE_COLUMNS = ("文件 File", "SHA-256", "来源 Role")

KEPT_AT_START, KEPT_AT_END = 6, 2
HIDDEN = "***"  # a cell of a row whose cells may stand in other columns than their own: any may be a name or a number


@dataclass(frozen=True, slots=True)
class Secret:
    """Which kind of identifier a column holds: a name, or a number (ID, phone)."""

    name: bool


def secret_of(targets: Iterable[Target]) -> Secret | None:
    """What has to be masked in a column, by what its header means; None: nothing."""
    for target in targets:
        if target.role is Role.KEY and target.name in ("identity", "name"):
            return Secret(target.name == "name")
        if target.field is not None and target.field.type is FieldType.IDENTIFIER:
            return Secret(target.name.endswith("name"))
    return None


def secret_of_column(column: HeaderColumn) -> Secret | None:
    """What has to be masked in a column of a sheet."""
    return secret_of(column.targets)


def masked(text: str, secret: Secret | None) -> str:
    """The text as it may leave. The same text always gives the same mask, so that an untouched cell is known again."""
    if secret is None or not text:
        return text
    if secret.name:
        return mask_name(text)
    start = KEPT_AT_START if len(text) > KEPT_AT_START + 2 * KEPT_AT_END else KEPT_AT_END
    return text[:start] + "*" * max(len(text) - start - KEPT_AT_END, 1) + text[-KEPT_AT_END:]
