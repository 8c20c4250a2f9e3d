"""round.json: what was judged by what, what was counted, what is not known; enough to recompute the round and to compare it."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer

from diguan.engine.screening.poverty import Poverty
from diguan.engine.snapshot.coverage import CoverageLine, Text
from diguan.engine.snapshot.record import SourceRecord

FORMAT = "diguan-round/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EngineRecord(_Part):
    """Which program judged."""

    version: str
    duckdb: str


class PackRecord(_Part):
    """Which standard; `sha256` over the names and bytes of all its files, those of the packs it extends included."""

    id: str
    version: str
    label: Text
    sha256: str
    extends: list[str]


class RoundSource(SourceRecord):
    """An input file with the number of rows it gave; `undated`: nothing says when its facts were true."""

    rows: int
    undated: bool


class ParameterRecord(_Part):
    """A value judged by. `status`: verified, confirmed, overridden or supplied; `source`: of the pack, or of who confirmed it."""

    name: str
    label: Text
    value: float | int | str
    unit: str | None
    since: date | None
    status: str
    source: str
    authority: str
    pack: str


class ConfirmationRecord(_Part):
    """What the operator stands for."""

    name: str
    value: float | int | str
    source: str
    since: date | None


class SnapshotCounts(_Part):
    """The snapshot judged, by its content."""

    sha256: str
    households: int
    persons: int
    unlisted_members: int
    villages: int
    facilities: int


class VerdictCounts(_Part):
    """How many subjects have which verdict; `met_declared_only`: met on nothing better than a ticked box."""

    unmet: int
    unknown: int
    met: int
    not_applicable: int
    met_declared_only: int


class Counts(_Part):
    """What was counted. `verdicts` by subject and indicator (households: roll-ups of rules on persons, too); findings by kind.

    `findings`, `finding_households`: kinds about households and persons alone. `place_findings`: kinds about villages and facilities; the
    key is absent where the standard has none. Records written before it was there name those kinds among `findings`, each with 0.
    """

    households: int
    persons: int
    unlisted_members: int
    villages: int
    facilities: int
    verdicts: dict[str, dict[str, VerdictCounts]]
    findings: dict[str, int]
    finding_households: dict[str, int]
    place_findings: dict[str, int] | None = None
    focus_groups: dict[str, int]
    statuses: dict[str, int]
    poverty: Poverty | None

    @model_serializer(mode="wrap")
    def _without_what_is_absent(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write no key for what the standard does not look for: such a record is, byte for byte, what it was before the key was there."""
        written: dict[str, Any] = handler(self)
        if self.place_findings is None:
            written.pop("place_findings")
        return written


class Masking(_Part):
    """What the papers of the round show: `reason` why names are shown, `recipient` whom they are for."""

    masked: bool
    reason: str | None = None
    recipient: str | None = None
    language: str | None = None


class RoundRecord(_Part):
    """The whole of round.json. `seal`: SHA-256 over everything else in it; `files`: SHA-256 of every other file of the folder."""

    format: str
    engine: EngineRecord
    pack: PackRecord
    as_of: date
    retrospective: bool
    region: str | None
    synthetic: bool
    sources: list[RoundSource]
    parameters: list[ParameterRecord]
    confirmed: list[ConfirmationRecord]
    snapshot: SnapshotCounts
    coverage: list[CoverageLine]
    counts: Counts
    hidden_facts: list[str] = Field(description="subject.field whose values the masked texts do not show")
    tables: dict[str, str] = Field(description="hash of the content of each table of the round")
    masking: Masking | None = None
    files: dict[str, str] = Field(default_factory=dict)
    seal: str | None = None


def json_schema() -> dict[str, Any]:
    """The JSON Schema of round.json."""
    schema = RoundRecord.model_json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:diguan:schema:round"}
    return {**head, **schema, "title": "round.json：一轮筛查的记录 / the record of a round"}
