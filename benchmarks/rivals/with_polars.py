"""The rules in Polars: one lazy query over the persons, one over the households. Its `&` and `|` know a third value, as SQL does."""

from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.handwritten import HOUSEHOLD_RULES, PERSON_RULES
from benchmarks.population import CODES

UNMET, UNKNOWN, MET, NOT_APPLICABLE = (pl.lit(code, dtype=pl.UInt8) for code in range(4))


def _scan(folder: Path, name: str) -> pl.LazyFrame:
    """A table with its codes as enumerations, which Polars compares as numbers."""
    table = pl.scan_parquet(folder / "snapshot" / name / "*.parquet")
    columns = table.collect_schema().names()
    return table.with_columns(pl.col(name).cast(pl.Enum(codes)) for name, codes in CODES.items() if name in columns)


def _code(applies: pl.Expr | None, holds: pl.Expr) -> pl.Expr:
    if applies is None:
        return pl.when(holds).then(MET).when(holds.is_null()).then(UNKNOWN).otherwise(UNMET)
    open_ = holds.is_null() | applies.is_null()
    return pl.when(~applies).then(NOT_APPLICABLE).when(holds).then(MET).when(open_).then(UNKNOWN).otherwise(UNMET)


def _persons() -> dict[str, tuple[pl.Expr | None, pl.Expr]]:
    c, born = pl.col, pl.col("birth_date")
    adult = (born <= date(2003, 12, 31)) & (c("school_status") == "非在校生")
    pensioned = c("pension_residents") | c("pension_employees")
    schooled = c("school_status").is_in(["小学", "七年级", "八年级", "九年级"])
    arranged = c("school_arrangement").is_in(["特殊教育学校", "送教上门", "批准休学"])
    protected = c("special_protection").is_in(["军人", "服刑", "暂不需要"])
    return {
        "compulsory_education": (
            (born <= date(2013, 8, 31)) & (born > date(2003, 12, 31)) & ~c("schooling_over"),
            schooled | arranged | (c("unfit_for_school") & c("unfit_document")),
        ),
        "medical_insurance": (
            None,
            c("insured_residents")
            | c("insured_employees")
            | protected
            | ((born > date(2018, 12, 31)) & c("newborn_enrolling")),
        ),
        "pension": (adult, pensioned),
        "chronic_care": (c("health").is_in(["长期慢性病", "患有大病"]), c("doctor_signed")),
        "disability_allowance": (c("health") == "残疾", c("care_allowance")),
        "employment": (
            (born <= date(2003, 12, 31))
            & (born > date(1959, 12, 31))
            & c("labour_skill").is_in(["普通劳动力", "技能劳动力"]),
            c("months_worked") >= 6,
        ),
        "old_age": (born <= date(1959, 12, 31), pensioned | c("dibao_person")),
        "vaccination": (born > date(2012, 12, 31), c("vaccinated")),
    }


def _households() -> dict[str, tuple[pl.Expr | None, pl.Expr]]:
    c = pl.col
    fits = (4 * c("able") >= c("heads"), 4 * (c("heads") - c("unable")) < c("heads"))
    carried = (
        pl.when(~c("open") & fits[0]).then(pl.lit(value=True)).when(~c("open") & fits[1]).then(pl.lit(value=False))
    )
    return {
        "income": (None, c("income_per_head") > 3218),
        "food": (None, c("food_sufficient") & c("food_protein")),
        "clothing": (None, c("clothing_seasonal")),
        "housing": (None, ~c("dangerous_house") | c("other_safe_dwelling") | (c("relocated") & c("moved_in"))),
        "water_tick": (None, c("drinking_water_safe")),
        "water_measured": (
            None,
            (c("water_litres") >= 35)
            & (c("water_fetch_minutes") <= 20)
            & (c("water_interrupted_days") <= 36)
            & c("water_quality").is_in(["检测合格", "感官合格"]),
        ),
        "electricity": (None, c("electricity")),
        "sanitation": (~c("relocated"), c("sanitary_toilet") & (c("fuel") == "干净能源")),
        "road": (None, c("hardened_road")),
        "labour": (None, _any(c("worker"))),
        "dependency": (None, carried),
        "space": (_every(c("fit")), c("house_area") >= 13.0 * c("household_size")),
    }


def _any(seen: pl.Expr) -> pl.Expr:
    """What is known of "any member": `seen` is the best that was seen of one (2 true, 1 unknown, 0 false)."""
    return (
        pl.when(seen == 2)
        .then(pl.lit(value=True))
        .when((seen == 1) | pl.col("open"))
        .then(None)
        .otherwise(pl.lit(value=False))
    )


def _every(seen: pl.Expr) -> pl.Expr:
    """What is known of "every member": `seen` is the worst that was seen of one."""
    return (
        pl.when(seen == 0)
        .then(pl.lit(value=False))
        .when((seen == 1) | pl.col("open"))
        .then(None)
        .otherwise(pl.lit(value=True))
    )


def _third(value: pl.Expr) -> pl.Expr:
    return pl.when(value).then(MET).when(value.is_null()).then(UNKNOWN).otherwise(UNMET)


def _graded(names: tuple[str, ...]) -> list[pl.Expr]:
    return [(pl.col(name) != UNKNOWN).cast(pl.UInt8).alias(f"{name}@grade") for name in names]


def run(folder: Path, out: Path) -> None:
    """Verdicts of households and persons from Parquet to Parquet."""
    born, skill = pl.col("birth_date"), pl.col("labour_skill")
    working_age = (born <= date(2003, 12, 31)) & (born > date(1959, 12, 31))
    persons = (
        _scan(folder, "persons").select(
            "household_id",
            "person_id",
            *(_code(*rule).alias(name) for name, rule in _persons().items()),
            worker=_third(working_age & skill.is_in(["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"])),
            skilled=skill.is_in(["普通劳动力", "技能劳动力"]),
            fit=_third(pl.col("health") != "患有大病"),
        )
    ).collect()
    worst = [pl.col(name).min() for name in PERSON_RULES]
    members = (
        persons.lazy()
        .group_by("household_id")
        .agg(
            *worst,
            pl.len().cast(pl.Int64).alias("heads"),
            pl.col("skilled").sum().cast(pl.Int64).alias("able"),
            (~pl.col("skilled")).sum().cast(pl.Int64).alias("unable"),
            pl.col("worker").max(),
            pl.col("fit").min(),
        )
    )
    rules = _households()
    joined = (
        _scan(folder, "households")
        .join(
            pl.scan_parquet(folder / "snapshot" / "villages" / "*.parquet"),
            on="region_code",
            how="left",
            maintain_order="left",
        )
        .join(members, on="household_id", how="left", maintain_order="left")
        .with_columns(open=pl.col("roster_incomplete") | pl.col("heads").is_null())
    )
    rolled = [
        pl.when(pl.col("open")).then(pl.min_horizontal(pl.col(name), UNKNOWN)).otherwise(pl.col(name)).alias(name)
        for name in PERSON_RULES
    ]
    own = [_code(*rules[name]).alias(name) for name in HOUSEHOLD_RULES]
    judged = joined.select("household_id", *rolled, *own).with_columns(_graded(PERSON_RULES + HOUSEHOLD_RULES))
    each = persons.select("household_id", "person_id", *PERSON_RULES, *_graded(PERSON_RULES))
    judged.collect().write_parquet(out / "households.parquet", compression="zstd", compression_level=1)
    each.write_parquet(out / "persons.parquet", compression="zstd", compression_level=1)
