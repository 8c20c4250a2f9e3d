"""A small world in Spark, and a session for tests: everything in one partition and interpreted, so that small questions are quick."""

from diguan.engine.backends.dialects import SPARK, constant
from diguan.engine.backends.layout import SOURCE_SUFFIX, Layout, Relation
from diguan.engine.catalogue import FieldType
from diguan.engine.expressions import Position
from diguan.engine.expressions.tree import Literal
from diguan.engine.verdicts import Subject

SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
KEYS = {
    Subject.HOUSEHOLD: ("household_id", "region_code"),
    Subject.PERSON: ("household_id", "person_id"),
    Subject.VILLAGE: ("region_code",),
    Subject.FACILITY: ("facility_id", "region_code"),
}
TYPES = {
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.INTEGER: "BIGINT",
    FieldType.NUMBER: "DOUBLE",
    FieldType.DATE: "DATE",
}


def lay_out(session, world, connection, catalogue, name):
    """The relations of a world that lies in DuckDB as views of Spark that begin with a name; returns their layout."""
    relations = {}
    for subject, relation in world.layout.relations.items():
        view = f"{name}_{subject}"
        kinds = dict.fromkeys(KEYS[subject], FieldType.TEXT)
        kinds |= {"roster_incomplete": FieldType.BOOLEAN} if subject is Subject.HOUSEHOLD else {}
        for field, column in relation.columns.items():
            kinds[field] = catalogue.field(subject, field).type
            kinds |= {field + SOURCE_SUFFIX: FieldType.INTEGER} if column.source is None else {}
        columns = ", ".join(f'"{column}"' for column in kinds)
        rows = connection.execute(f"SELECT {columns} FROM {relation.name}").fetchall()
        shown(session, kinds, rows).coalesce(1).createOrReplaceTempView(view)
        relations[subject] = Relation(view, relation.columns)
    return Layout(relations, world.layout.grades, SPARK)


def shown(session, kinds, rows):
    """Rows as a data frame, written out as constants; `kinds`: type by column."""
    names = list(kinds)
    written = [", ".join(written_as(kinds[n], v) for n, v in zip(names, row, strict=True)) for row in rows]
    empty = ", ".join(written_as(kinds[n], None) for n in names)
    values = ", ".join(f"({row})" for row in (*written, empty))
    columns = ", ".join(
        f"CAST({SPARK.quoted(n)} AS {TYPES.get(kinds[n], 'STRING')}) AS {SPARK.quoted(n)}" for n in names
    )
    listed = ", ".join(map(SPARK.quoted, names))
    first = SPARK.quoted(names[0])
    return session.sql(f"SELECT {columns} FROM VALUES {values} AS t({listed}) WHERE {first} IS NOT NULL")


def written_as(kind, value):
    """A value as Spark reads it."""
    return "NULL" if value is None else constant(SPARK, Literal(Position(), value, kind))
