"""The accounts of a demonstration as the machine keeps and shows them: a file in the data folder that its owner alone may read."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from diguan.cli.server_words import said, tell
from diguan.locale import texts

if TYPE_CHECKING:
    from diguan.domain.registry.actions.demonstration import DemonstrationAccount

FILE = "demonstration-accounts.json"
COLUMNS = ("username", "password", "role", "over")


def keep_accounts(made: "Sequence[DemonstrationAccount]", folder: Path) -> Path:
    """Write accounts and passwords beside and rename; only the owner may read the file."""
    rows = [
        {"username": each.username, "password": each.password, "role": each.role.value, "over": each.over}
        | ({"department": each.department} if each.department else {})
        for each in made
    ]
    path = folder / FILE
    partial = path.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    partial.replace(path)
    return path


def kept_accounts(folder: Path) -> list[dict[str, str]]:
    """What was kept in a data folder; nothing where there is no demonstration."""
    path = folder / FILE
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def show_accounts(out: Console, folder: Path) -> None:
    """Print the accounts of a demonstration, and where they are kept; nothing where there is none."""
    rows = kept_accounts(folder)
    if not rows:
        return
    from diguan.domain.regions.queries import region_path

    table = Table(title=said("demonstration.caption"), title_justify="left", title_style="bold")
    for column in COLUMNS:
        table.add_column(said(f"demonstration.{column}"), no_wrap=column in ("username", "password"))
    for row in rows:
        role = texts("accounts")[f"role.{row['role']}"]
        table.add_row(row["username"], row["password"], f"{role.zh} {role.en}", region_path(row["over"]))
    out.print(table)
    tell(out, "demonstration.kept", path=folder / FILE)
