"""The JSON Schema of round.json: `python -m diguan.engine.screening.publish` writes it; a test keeps file and model equal."""

from pathlib import Path

from diguan.engine.screening.record import json_schema
from diguan.engine.standards.publish import FOLDER, written

NAME = "round.json"


def publish(folder: Path = FOLDER) -> None:
    """Write the schema to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(written(json_schema()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    publish()
