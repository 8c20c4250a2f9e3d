"""From files to the registry: read them as a round would, store them, list what could not be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.regions.queries import region_tree
from diguan.domain.registry.actions.loading.load import Progress, Terms, load_inputs
from diguan.domain.registry.actions.loading.outcome import LoadOutcome
from diguan.engine.catalogue import load_catalogue
from diguan.exchange.reading import read_inputs
from diguan.exchange.rejected import write_rejected


@dataclass(frozen=True, slots=True)
class Files:
    """What is loaded, as `diguan screen` names it. `rejected`: where rejected.xlsx is written when something could not be read."""

    inputs: Sequence[Path]
    as_of: date
    residents: Path | None = None
    rosters: Mapping[str, Path] = field(default_factory=dict)
    region: str | None = None
    rejected: Path | None = None
    language: str = "zh"


def load_files(
    *, files: Files, preview: bool, actor: Viewer | None, at: datetime, progress: Progress | None = None
) -> LoadOutcome:
    """Read and store files; a preview stores nothing. UnableToReadInput, UnableToResolveRegion, UnableToLoad."""
    tell = progress or (lambda _stage, _done, _total: None)
    tree, catalogue = region_tree(), load_catalogue()
    region = None if files.region is None else region_code_of(files.region)
    read = read_inputs(
        files.inputs,
        files.residents,
        files.rosters,
        catalogue,
        tree,
        region,
        files.as_of,
        progress=lambda what, done, total: tell(f"reading {what}", done, total),
    )
    terms = Terms(catalogue, files.as_of, region, preview)
    outcome = load_inputs(read=read, terms=terms, actor=actor, at=at, progress=tell)
    if files.rejected is not None and (read.rejected or read.bad_cells):
        partial = files.rejected.with_name(f".{files.rejected.name}.partial")
        write_rejected(read, catalogue, partial, recipient="", reveal=False, as_of=files.as_of, language=files.language)
        partial.replace(files.rejected)
    return outcome


def region_code_of(region: str) -> str:
    """The full code of a region given by code or name."""
    tree = region_tree()
    return tree.get(region).code if region in tree else tree.resolve([region]).code
