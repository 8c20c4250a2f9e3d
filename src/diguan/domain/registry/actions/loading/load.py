"""Store what reading found: whole or not at all, and the same thing never twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from diguan.domain.accounts.permissions import Viewer
from diguan.domain.audit.actions import append_audit
from diguan.domain.registry.actions.loading.flaws import store_flaws
from diguan.domain.registry.actions.loading.outcome import LoadOutcome
from diguan.domain.registry.actions.loading.places import find_places, region_of_load
from diguan.domain.registry.actions.loading.readings import Reading, readings_of, register_tables
from diguan.domain.registry.actions.loading.receipts import receipts_of
from diguan.domain.registry.actions.loading.storing import Store, save_blocks
from diguan.domain.registry.actions.projecting import Prepared, Projected, fold, prepare, put_prepared
from diguan.domain.registry.actions.turns import take_turn
from diguan.domain.registry.blinds import Blinds
from diguan.domain.registry.bulk import count_anew
from diguan.domain.registry.models import Load, Sheet, Source
from diguan.domain.registry.queries.extraction import Extent, extract_inputs
from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.database import open_connection
from diguan.engine.snapshot.model import ROW_BITS, ReadInputs

MANY = 1000  # rows of a load, from which the database must learn how many there are before it is asked for them
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """How inputs are loaded. `region`: full code that every row must lie in; `as_of`: the day of which lists show the fold.

    `purpose`: for what departments handed their lists over, in the words of whoever loads them.
    """

    catalogue: Catalogue
    as_of: date
    region: str | None = None
    preview: bool = False
    purpose: str = ""


def load_inputs(
    *, read: ReadInputs, terms: Terms, actor: Viewer | None, at: datetime, progress: Progress | None = None
) -> LoadOutcome:
    """Store the files of `read` that are not known yet, fold their counties anew, and say what changed by it.

    A file whose bytes and reading are known is left out; the same bytes read otherwise (with corrections) replace the former reading.
    A preview does all of it and takes it back. UnableToLoad says what is wrong with the inputs as a whole.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    with transaction.atomic():
        outcome = _Loading(read, terms, None if actor is None else actor.account_id, at, tell).outcome()
        if terms.preview:
            transaction.set_rollback(True)
            return replace(outcome, load_id=None, preview=True)
    if outcome.observations >= MANY:
        count_anew()
    return outcome


@dataclass(frozen=True, slots=True)
class _Loading:
    read: ReadInputs
    terms: Terms
    actor: int | None
    at: datetime
    tell: Progress

    def outcome(self) -> LoadOutcome:
        with open_connection() as connection:
            register_tables(connection, self.read)
            region = region_of_load(find_places(connection, self.read), self.terms.region)
            take_turn(Extent.of(region))
            readings = readings_of(connection, self.read, region)
            fresh = [reading for reading in readings if reading.stored is None]
            known = tuple(reading.source.label for reading in readings if reading.stored is not None)
            if not fresh:
                return LoadOutcome(None, self.terms.preview, region, known)
            alone = not self._anything_known(region)
            load = self._load(readings, region)
            sources = {reading.source.source_id: self._source(load, reading) for reading in fresh}
            store = Store(connection, self.terms.catalogue, region, self.actor, self.at)
            observations, projected = self._put(store, sources, region, alone=alone)
        outcome = LoadOutcome(
            load.id,
            self.terms.preview,
            region,
            known,
            stored=tuple(reading.source.label for reading in fresh),
            replaced=tuple(reading.source.label for reading in fresh if reading.outlived),
            observations=observations,
            rejected_rows=sum(row.source_id in sources for row in self.read.rejected),
            damaged_cells=sum(cell.source_id in sources for cell in self.read.bad_cells),
            households=projected.households,
            persons=projected.persons,
            conflicts=projected.conflicts,
            contradictions=projected.contradictions,
        )
        receipts = receipts_of(sources.values(), self.terms.purpose, region, self.actor, self.at)
        outcome = replace(outcome, receipts=receipts, purpose=self.terms.purpose)
        self._sign(load, outcome)
        return outcome

    def _put(self, store: Store, sources: dict[int, Source], region: str, *, alone: bool) -> tuple[int, Projected]:
        """Store the tables and put their fold in place; how many rows were stored, and what changed.

        `alone`: nothing else is known of the region. What is folded needs no database then, and nobody reads back what is stored: the
        fold is made beside the storing, and what is kept by the column while the database takes in the fold.
        """
        with ThreadPoolExecutor(1) as hand:
            early = hand.submit(self._prepared, self.read, region, store.blinds) if alone else None
            observations = self._store(store, sources)
            self.tell("folding", 0, 1)
            if early is None:
                store.keep_whole()
                projected = put_prepared(self._prepared(self._everything(region), region, store.blinds))
            else:
                prepared = early.result()
                blocks = hand.submit(list, store.blocks())
                projected = put_prepared(prepared)
                save_blocks(blocks.result())
            self.tell("folding", 1, 1)
        return observations, projected

    def _prepared(self, read: ReadInputs, region: str, blinds: Blinds) -> Prepared:
        return prepare(fold(read, self.terms.catalogue, self.terms.as_of), self.terms.catalogue, region, blinds)

    def _everything(self, region: str) -> ReadInputs:
        return extract_inputs(self.terms.catalogue, Extent.of(region), self.terms.as_of)

    def _anything_known(self, region: str) -> bool:
        return Source.objects.filter(Extent.of(region).matches("load__region_code"), replaced_by__isnull=True).exists()

    def _load(self, readings: list[Reading], region: str) -> Load:
        listed = sorted(f"{r.source.kind} {r.source.sha256} {r.hash}" for r in readings)
        return Load.objects.create(
            fingerprint=sha256("\n".join(listed).encode()).hexdigest(),
            region_code=region,
            as_of=self.terms.as_of,
            actor=self.actor,
            at=self.at,
            notes=[{"zh": note.zh, "en": note.en} for note in self.read.notes],
            unknown_headers=self.read.unknown_headers,
        )

    def _source(self, load: Load, reading: Reading) -> Source:
        own = reading.source
        source = Source.objects.create(
            load=load,
            kind=own.kind,
            label=own.label,
            sha256=own.sha256,
            reading=reading.hash,
            data_on=own.data_on,
            synthetic=own.synthetic,
        )
        Source.objects.filter(id__in=[each.id for each in reading.outlived]).update(replaced_by=source)
        return source

    def _store(self, store: Store, sources: dict[int, Source]) -> int:
        sheets: dict[tuple[int, str], Sheet] = {}
        chosen = [(i, t) for i, t in enumerate(self.read.tables) if t.source.source_id in sources]
        for done, (index, table) in enumerate(chosen):
            self.tell("storing", done, len(chosen))
            sheet = store.store(self.read, index, sources[table.source.source_id])
            if table.table.num_rows and "row_ref" in table.table.column_names:
                sheets[table.table["row_ref"][0].as_py() >> ROW_BITS, str(table.subject)] = sheet
        self.tell("storing", len(chosen), len(chosen))
        store_flaws(self.read, sources, sheets)
        return sum(sheet.num_rows for sheet in (t.table for _, t in chosen))

    def _sign(self, load: Load, outcome: LoadOutcome) -> None:
        load.counts = outcome.counts
        load.save(update_fields=["counts"])
        append_audit(
            actor=self.actor,
            action="load_inputs",
            subject="load",
            subject_id=str(load.id),
            region_code=outcome.region_code,
            detail={
                "files": len(outcome.stored),
                "observations": outcome.observations,
                "households_added": outcome.households.added,
                "households_changed": outcome.households.changed,
                "fingerprint": load.fingerprint,
            },
            at=self.at,
        )
