"""Rows of the registry's tables from the relations of a snapshot, as queries of its connection."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diguan.domain.registry.bulk import json_of
from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.snapshot.database import quoted, text
from diguan.engine.snapshot.derived.registry import FILLED
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.snapshot.snapshot import Snapshot

OLD = 60  # years, from which somebody who lives alone is an elderly person alone
HOUSEHOLD = (
    "county",
    "number",
    "region_code",
    "listed",
    "status",
    "kind",
    "size",
    "roster_incomplete",
    "edge",
    "doubtful",
    "elderly_alone",
    "head_name",
    "pinyin",
    "initials",
    "facts",
)
PERSON = (
    "county",
    "household_number",
    "number",
    "region_code",
    "member",
    "name",
    "pinyin",
    "initials",
    "relation",
    "state",
    "birth_date",
    "blind",
    "facts",
)
# What a row says besides facts.
_LISTED = ("h.region_code", "h.listed", "m.size", "h.roster_incomplete", "n.name", "s.pinyin")
_BELONGING = ("p.region_code", "n.name", "s.pinyin")
HEADS = (
    "SELECT household_id, coalesce(h.head_name, p.name) AS name FROM household_people h "
    "LEFT JOIN (SELECT household_id, min(person_id) AS person_id FROM persons WHERE {head} GROUP BY ALL) USING (household_id) "
    "LEFT JOIN people p USING (household_id, person_id)"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Queries over one snapshot. `codes`: where subjects without a code of their own belong."""

    snapshot: Snapshot
    catalogue: Catalogue
    region_code: str

    def households(self) -> str:
        """Every household, in the columns HOUSEHOLD."""
        has = self._columns("households")
        region = f"coalesce(h.region_code, {text(self.region_code)})"
        members = "SELECT household_id, count(*) AS size, min(birth_date) AS eldest FROM persons GROUP BY household_id"
        if not self._columns("persons"):
            members = "SELECT NULL::VARCHAR AS household_id, 0 AS size, NULL::DATE AS eldest WHERE false"
        elif "birth_date" not in self._columns("persons"):
            members = members.replace("min(birth_date)", "NULL::DATE")
        alone = f"(m.size = 1 AND m.eldest <= DATE '{self.snapshot.as_of}' - INTERVAL {OLD} YEAR)"
        return f"""SELECT {region}[1:6] AS county, h.household_id AS number, {region} AS region_code, h.listed,
            {has.get("status", "NULL::VARCHAR")} AS status, {has.get("monitored_kind", "NULL::VARCHAR")} AS kind,
            coalesce(m.size, 0)::INTEGER AS size, h.roster_incomplete,
            coalesce({has.get("edge_household", "false")}, false) AS edge,
            coalesce({has.get("doubtful_household", "false")}, false) AS doubtful, coalesce({alone}, false) AS elderly_alone,
            replace(n.name, chr(0), '') AS head_name, s.pinyin, s.initials, {self._computed("households", "h.")} AS facts,
            {self._digest("households", "h.", [*_LISTED, alone])} AS digest
            FROM households h LEFT JOIN ({members}) m USING (household_id) LEFT JOIN ({self.heads()}) n USING (household_id)
            LEFT JOIN spelled s ON s.name = n.name"""

    def heads(self) -> str:
        """Household number and name of its head."""
        has = self._columns("persons")
        if not has:
            return "SELECT household_id, head_name AS name FROM household_people"
        return HEADS.format(head="relation = '户主'" if "relation" in has else "false")

    def persons(self) -> str | None:
        """Every member and every unlisted person, in the columns PERSON; None when nobody is known."""
        parts = [self._persons(name) for name in ("persons", "unlisted_members") if name in self.snapshot.columns]
        return " UNION ALL BY NAME ".join(parts) or None

    def _persons(self, relation: str) -> str:
        has, region = self._columns(relation, "p."), f"coalesce(p.region_code, {text(self.region_code)})"
        return f"""SELECT {region}[1:6] AS county, p.household_id AS household_number, p.person_id AS number,
            {region} AS region_code, {str(relation == "persons").lower()} AS member,
            replace(n.name, chr(0), '') AS name, s.pinyin, s.initials,
            {has.get("relation", "NULL::VARCHAR")} AS relation, {has.get("person_state", "NULL::VARCHAR")} AS state,
            {has.get("birth_date", "NULL::DATE")} AS birth_date, b.blind, {self._computed(relation, "p.")} AS facts,
            {self._digest(relation, "p.", [*_BELONGING, "b.blind", str(relation == "persons")])} AS digest
            FROM {relation} p LEFT JOIN people n USING (household_id, person_id) LEFT JOIN spelled s ON s.name = n.name
            LEFT JOIN blinds b ON b.identity = n.identity"""

    def villages(self) -> str | None:
        """Region code and facts of every village."""
        return self._places("villages", "p.region_code, ")

    def facilities(self) -> str | None:
        """County, number, region code and facts of every facility."""
        region = f"coalesce(p.region_code, {text(self.region_code)})"
        return self._places(
            "facilities", f"{region}[1:6] AS county, p.facility_id AS number, {region} AS region_code, "
        )

    def _places(self, relation: str, keys: str) -> str | None:
        if relation not in self.snapshot.columns:
            return None
        return f"SELECT {keys}{self._facts(relation, 'p.')} AS facts FROM {relation} p"

    def _columns(self, relation: str, prefix: str = "h.") -> Mapping[str, str]:
        return {name: prefix + quoted(name) for name in self.snapshot.columns.get(relation, {})}

    def _facts(self, relation: str, prefix: str) -> str:
        """Everything that is known, as JSON."""
        fields = self.catalogue.fields(RELATIONS[relation])
        return json_of(_typed(self.snapshot.columns[relation], fields), prefix)

    def _computed(self, relation: str, prefix: str) -> str:
        """What only a pass over many subjects can tell, as JSON; all else is folded from the observations whenever it is asked for."""
        subject = RELATIONS[relation]
        fields = self.catalogue.fields(subject)
        names = [n for n in self.snapshot.columns[relation] if fields[n].computed_by or (subject, n) in FILLED]
        return json_of(_typed(names, fields), prefix)

    def _digest(self, relation: str, prefix: str, others: Iterable[str]) -> str:
        """A number over everything that the fold says of a row, whether a column shows it or not."""
        said = [(name, prefix + quoted(name)) for name in sorted(self.snapshot.columns[relation])]
        said += [(str(place), value) for place, value in enumerate(others)]
        parts = [
            f"CASE WHEN {value} IS NOT NULL THEN hash({text(name)}, {value}) ELSE 0::UBIGINT END"
            for name, value in said
        ]
        return f"({_xor(parts)} >> 1)::BIGINT"


def _xor(parts: Sequence[str]) -> str:
    """All of them in one number, in whatever order: a column that says nothing of a row leaves it as it is."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"xor({_xor(parts[:middle])}, {_xor(parts[middle:])})"


def _typed(names: Iterable[str], fields: Mapping[str, object]) -> list[tuple[str, FieldType]]:
    return [(name, fields[name].type) for name in sorted(names)]  # type: ignore[attr-defined]
