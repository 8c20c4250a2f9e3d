"""A registry of a whole region: one county loaded by the real code, copied by the database under the codes of all the others.

Copies have numbers, places and digests of identity numbers of their own, so that no county knows anything of another. Their sealed
identifiers belong to the first county's rows and do not open: pages mask them anyway. County by county, as loads would have put them.
"""

# ruff: noqa: PLC0415  the settings must stand before Django is loaded
from datetime import UTC, date, datetime

from benchmarks.registry_import import DAY, inputs_of

FIRST, STEP, ROW_BITS = "152221", 1000, 32  # STEP: between the ids of a sheet and its copy
AT = datetime(2019, 7, 1, tzinfo=UTC)
STANDARD = "cn-two-assurances"
COUNTIES = "CREATE TEMPORARY TABLE others (k INTEGER, code VARCHAR(6))"
COPIES = (
    """INSERT INTO registry_load (id, fingerprint, region_code, as_of, at, notes, unknown_headers, counts)
    SELECT id + {step} * k, md5(fingerprint || k), code || '000000', as_of, at, notes, unknown_headers, counts
    FROM registry_load, others""",
    """INSERT INTO registry_source (id, load_id, kind, label, sha256, reading, data_on, synthetic, by_hand)
    SELECT id + {step} * k, load_id + {step} * k, kind, label, md5(sha256 || k), reading, data_on, synthetic, by_hand
    FROM registry_source, others""",
    """INSERT INTO registry_sheet (id, source_id, ordinal, subject, columns, file, name, rows, evidence)
    SELECT id + {step} * k, source_id + {step} * k, ordinal, subject, columns, file, name, rows, evidence FROM registry_sheet, others""",
    """INSERT INTO registry_observation (id, sheet_id, household_number, person_number, place, region_code, data_on, facts)
    SELECT id + ({step}::bigint * k << {bits}), sheet_id + {step} * k, code || right(household_number, 6), person_number,
        overlay(place placing code from 1), overlay(region_code placing code from 1), data_on, facts
    FROM others, registry_observation ORDER BY k, id""",
    """INSERT INTO registry_identifiers (observation_id, blind, key_id, sealed)
    SELECT observation_id + ({step}::bigint * k << {bits}), decode(md5(blind::text || code), 'hex'), key_id, sealed
    FROM others, registry_identifiers ORDER BY k, observation_id""",
    """INSERT INTO registry_household ({household}, county, number, region_code)
    SELECT {household}, code, code || right(number, 6), overlay(region_code placing code from 1) FROM others, registry_household
    ORDER BY k, registry_household.region_code, number""",
    """INSERT INTO registry_person ({person}, household_id, region_code, blind)
    SELECT {persons}, n.id, n.region_code, decode(md5(p.blind::text || code), 'hex')
    FROM others JOIN registry_person p ON true JOIN registry_household h ON h.id = p.household_id
    JOIN registry_household n ON n.county = code AND n.number = code || right(h.number, 6) WHERE h.county = '{first}'
    ORDER BY n.id, p.number""",
    """INSERT INTO screening_standing (round_id, standard, county, household_number, region_code, codes, grades, unmet, unknown, declared,
        findings)
    SELECT {round}, '{standard}', county, number, region_code, repeat('2', 20), repeat('1', 20), (id % 5 = 0)::int, (id % 7)::int, 3, 0
    FROM registry_household""",
)
HOUSEHOLD = (
    "listed, status, kind, size, roster_incomplete, edge, doubtful, elderly_alone, "
    "head_name, pinyin, initials, facts, digest, version, gone"
)
PERSON = (
    "number",
    "member",
    "name",
    "pinyin",
    "initials",
    "relation",
    "state",
    "birth_date",
    "facts",
    "digest",
    "gone",
)
TABLES = ("registry_observation", "registry_identifiers", "registry_household", "registry_person", "screening_standing")


def fill(households: int) -> None:
    """Fill the empty registry with so many households, evenly over all counties of the region tree, judged by one round."""
    from django.db import connection

    from diguan.domain.regions.queries import region_tree
    from diguan.domain.registry.actions.loading import load_inputs
    from diguan.domain.registry.actions.loading.load import Terms
    from diguan.engine.catalogue import load_catalogue

    tree = region_tree()
    counties = sorted({unit.code[:6] for unit in tree.units("county")} - {FIRST})
    read = inputs_of(-(-households // (len(counties) + 1)))
    load_inputs(read=read, terms=Terms(load_catalogue(), DAY), actor=None, at=AT)
    persons = ", ".join(f"p.{name}" for name in PERSON)
    names = {"household": HOUSEHOLD, "person": ", ".join(PERSON), "persons": persons, "first": FIRST}
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # copies of whole rows need no checks; a superuser may say so
        cursor.execute(COUNTIES)
        cursor.executemany("INSERT INTO others VALUES (%s, %s)", list(enumerate(counties, start=1)))
        for copy in COPIES:
            cursor.execute(copy.format(step=STEP, bits=ROW_BITS, round=_round(), standard=STANDARD, **names))
        cursor.execute("SET session_replication_role = DEFAULT")
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {table}")


def _round() -> int:
    from diguan.domain.screening.models import Round

    said = {"zh": "测量", "en": "benchmark"}
    made, _ = Round.objects.get_or_create(
        folder="benchmark",
        defaults={
            "sha256": "f" * 64,
            "standard": STANDARD,
            "version": "1",
            "label": said,
            "as_of": date(2019, 6, 30),
            "region_code": "150000000000",
            "indicators": [{"id": f"i{n}", **said} for n in range(20)],
            "kinds": [],
            "counts": {},
            "at": AT,
        },
    )
    return made.pk
