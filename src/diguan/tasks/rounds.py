"""A round over the registry: extract, judge into a folder, record, meet the ledger, count the figures anew."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

import diguan
from diguan.domain.insight.actions import count_figures
from diguan.domain.ledger.actions.opening import open_items
from diguan.domain.regions.queries import region_name, region_tree
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.domain.screening.actions import record_round
from diguan.domain.screening.choices import Wanted
from diguan.domain.screening.queries import rounds_folder
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards.confirmations import parse_confirmation
from diguan.tasks.handlers import Order, Progress


def run_round(arguments: Mapping[str, Any], order: Order, progress: Progress) -> Mapping[str, Any]:
    """Judge a region of the registry. Begun again after a kill, it takes up what is whole and makes the rest anew."""
    wanted = Wanted.of(arguments)
    folder = rounds_folder() / f"round-{order.job_id:08d}"
    if not (folder / "round.json").is_file():
        _judge(wanted, str(folder), progress)
    progress("recording", 0, 1)
    round_ = record_round(folder=folder, region_code=order.region_code, actor=order.actor, at=timezone.now())
    progress("opening", 0, 1)
    opened = open_items(round_id=round_.pk, actor=order.actor, at=timezone.now())
    progress("counting", 0, 1)
    count_figures(on=timezone.localdate(), at=timezone.now())
    counts = round_.counts
    found = {"households": counts["households"], "findings": sum(counts["findings"].values())}
    return {"round": round_.pk, **found, "items": asdict(opened)}


def _judge(wanted: Wanted, folder: str, progress: Progress) -> None:
    def facts(catalogue: Catalogue, region: str | None) -> ReadInputs:
        progress("extracting", 0, 1)
        return extract_inputs(catalogue, Extent.of(region), wanted.as_of)

    diguan.screen_facts(
        facts,
        standard=wanted.standard,
        as_of=wanted.as_of,
        out=folder,
        region=wanted.region_code,
        confirm=[parse_confirmation(said) for said in wanted.confirm],
        retrospective=wanted.retrospective,
        recipient=region_name(wanted.region_code),
        regions=region_tree(),
        progress=progress,
    )
