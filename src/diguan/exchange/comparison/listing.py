"""differences.parquet: every difference of a comparison in both languages, a row each, for pages that show a few at a time."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from diguan.engine.comparison.compare import Step
from diguan.exchange.comparison.book import Context, movement_of
from diguan.exchange.comparison.model import StepFigures
from diguan.exchange.comparison.reasons import Reasons
from diguan.exchange.comparison.rows import BATCH, DifferenceRow, differences
from diguan.locale import Language

LISTING = "differences.parquet"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
TEXTS = ("why", "before_text", "after_text")
SCHEMA = pa.schema(
    [
        ("number", pa.int64()),
        ("step", pa.int32()),
        *((name, pa.string()) for name in ("subject", "indicator", "household_id", "subject_id", "region_code")),
        *((name, pa.int8()) for name in ("before_code", "before_grade", "after_code", "after_grade")),
        ("movement", pa.string()),
        *((f"{name}_{language}", pa.string()) for name in TEXTS for language in LANGUAGES),
    ]
)
PLAIN = ("subject", "indicator", "household_id", "subject_id", "region_code")
CODES = ("before_code", "before_grade", "after_code", "after_grade")


def write_listing(path: Path, context: Context) -> None:
    """Write the differences in the order of the workbook, numbered from 1; texts are masked as those of the workbook are."""
    numbered = ({"number": number, **row} for number, row in enumerate(_rows(context), 1))
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        while batch := list(islice(numbered, BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, SCHEMA))


def _rows(context: Context) -> Iterator[dict[str, Any]]:
    spoken = [replace(context, language=language) for language in LANGUAGES]
    for step, figures in context.pairs:
        yield from map(_row, *(_said(each, step, figures) for each in spoken))


def _said(context: Context, step: Step, figures: StepFigures) -> Iterator[tuple[int, DifferenceRow, str]]:
    """Differences with their reasons in one language."""
    reasons = Reasons(step, figures, context.language, context.figures.cover.masked)
    for row in differences(context.comparison, step, context.column):
        yield step.number, row, reasons.of(row)


def _row(*said: tuple[int, DifferenceRow, str]) -> dict[str, Any]:
    """One difference from what each language says of it."""
    step, row, _ = said[0]
    found: dict[str, Any] = {name: getattr(row, name) for name in (*PLAIN, *CODES)}
    for language, (_, own, why) in zip(LANGUAGES, said, strict=True):
        texts = {"why": why, "before_text": own.before_text, "after_text": own.after_text}
        found |= {f"{name}_{language}": text for name, text in texts.items()}
    return found | {"step": step, "movement": movement_of(row)}
