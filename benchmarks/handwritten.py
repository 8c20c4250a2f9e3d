"""The twenty rules of the population as an experienced person writes them in DuckDB's SQL, for the generated SQL to be measured against.

Written for speed: ages as constant dates, every condition worked out once in an inner query, one grouped pass over the persons in which
each rule has its own bits of one BIGINT joined by bit_or, no function calls a row but bit_count, codes compared one by one and not by IN.
The bits of a rule are as many ones as the verdict is worse than "not applicable". Fastest of all (ONE_PASS) every person is looked at once,
into a table that both results are read from; EACH_ALONE are two queries that need no such table.
"""

PERSON_RULES = (
    "compulsory_education", "medical_insurance", "pension", "chronic_care", "disability_allowance", "employment", "old_age", "vaccination",
)  # fmt: skip
HOUSEHOLD_RULES = (
    "income", "food", "clothing", "housing", "water_tick", "water_measured", "electricity", "sanitation", "road", "labour", "dependency",
    "space",
)  # fmt: skip

_CONDITIONS = """
    birth_date <= DATE '2013-08-31' AND birth_date > DATE '2003-12-31' AND NOT schooling_over AS due,
    school_status = '小学' OR school_status = '七年级' OR school_status = '八年级' OR school_status = '九年级'
        OR school_arrangement = '特殊教育学校' OR school_arrangement = '送教上门' OR school_arrangement = '批准休学'
        OR unfit_for_school AND unfit_document AS schooled,
    insured_residents OR insured_employees
        OR special_protection = '军人' OR special_protection = '服刑' OR special_protection = '暂不需要'
        OR birth_date > DATE '2018-12-31' AND newborn_enrolling AS insured,
    birth_date <= DATE '2003-12-31' AND school_status = '非在校生' AS adult,
    pension_residents OR pension_employees AS pensioned,
    health = '长期慢性病' OR health = '患有大病' AS ill,
    doctor_signed,
    health = '残疾' AS disabled,
    care_allowance,
    birth_date <= DATE '2003-12-31' AND birth_date > DATE '1959-12-31'
        AND (labour_skill = '普通劳动力' OR labour_skill = '技能劳动力') AS able,
    months_worked >= 6 AS worked,
    birth_date <= DATE '1959-12-31' AS old,
    pension_residents OR pension_employees OR dibao_person AS provided,
    birth_date > DATE '2012-12-31' AS small,
    vaccinated
"""
# applies, holds
_RULES = {
    "compulsory_education": ("due", "schooled"),
    "medical_insurance": (None, "insured"),
    "pension": ("adult", "pensioned"),
    "chronic_care": ("ill", "doctor_signed"),
    "disability_allowance": ("disabled", "care_allowance"),
    "employment": ("able", "worked"),
    "old_age": ("old", "provided"),
    "vaccination": ("small", "vaccinated"),
}


def _code(applies: str | None, holds: str) -> str:
    if applies is None:
        return f"CASE WHEN {holds} THEN 2::UTINYINT WHEN {holds} IS NULL THEN 1::UTINYINT ELSE 0::UTINYINT END"
    unknown = f"WHEN {holds} IS NULL THEN 1::UTINYINT WHEN {applies} IS NULL THEN 1::UTINYINT"
    return f"CASE WHEN NOT {applies} THEN 3::UTINYINT WHEN {holds} THEN 2::UTINYINT {unknown} ELSE 0::UTINYINT END"


def _with_grades(names: tuple[str, ...]) -> str:
    return ", ".join(f'{name}, CAST({name} <> 1 AS UTINYINT) AS "{name}@grade"' for name in names)


def _bits(applies: str | None, holds: str, shift: int) -> str:
    met, unknown, unmet = (f"{ones << shift}::BIGINT" for ones in (0b001, 0b011, 0b111))
    if applies is None:
        return f"CASE WHEN {holds} THEN {met} WHEN {holds} IS NULL THEN {unknown} ELSE {unmet} END"
    either = f"WHEN {holds} IS NULL THEN {unknown} WHEN {applies} IS NULL THEN {unknown}"
    return f"CASE WHEN NOT {applies} THEN 0::BIGINT WHEN {holds} THEN {met} {either} ELSE {unmet} END"


_WORKER, _HEALTHY = 24, 26  # where the bits of the two quantifiers begin
_CODES = ", ".join(f"{_code(*pair)} AS {name}" for name, pair in _RULES.items())
_PACKED = " | ".join(
    (
        *(f"({_bits(*pair, shift=3 * index)})" for index, pair in enumerate(_RULES.values())),
        f"(CASE WHEN worker THEN {1 << _WORKER}::BIGINT WHEN worker IS NULL THEN {2 << _WORKER}::BIGINT ELSE 0::BIGINT END)",
        f"(CASE WHEN fit THEN 0::BIGINT WHEN fit IS NULL THEN {2 << _HEALTHY}::BIGINT ELSE {1 << _HEALTHY}::BIGINT END)",
    )
)
_DECODED = ", ".join(
    f"xor(3::TINYINT, bit_count(bits & {0b111 << 3 * index}))::UTINYINT AS {name}"
    for index, name in enumerate(PERSON_RULES)
)
_ANYTHING = sum(0b011 << 3 * index for index in range(len(PERSON_RULES))) | 2 << _WORKER | 2 << _HEALTHY

_PERSONS_ALONE = f"""
SELECT household_id, person_id, {_with_grades(PERSON_RULES)} FROM (
    SELECT household_id, person_id, {_CODES} FROM (SELECT household_id, person_id, {_CONDITIONS} FROM persons))
"""
_EACH = f"""
SELECT household_id, person_id, {_PACKED} AS bits, skilled FROM (
    SELECT household_id, person_id, {_CONDITIONS},
        birth_date <= DATE '2003-12-31' AND birth_date > DATE '1959-12-31'
            AND (labour_skill = '普通劳动力' OR labour_skill = '技能劳动力' OR labour_skill = '弱劳动力或半劳动力') AS worker,
        labour_skill = '普通劳动力' OR labour_skill = '技能劳动力' AS skilled, health <> '患有大病' AS fit
    FROM persons)
"""
_PERSONS_SEEN = f"""
SELECT household_id, person_id, {_with_grades(PERSON_RULES)} FROM (SELECT household_id, person_id, {_DECODED} FROM seen)
"""


def _households(seen: str) -> str:
    """The households' verdicts; `seen`: the rows of the persons, each with its bits."""
    return f"""
SELECT household_id, {_with_grades(PERSON_RULES + HOUSEHOLD_RULES)} FROM (
    SELECT household_id, {_DECODED},
        {_code(None, "richer")} AS income, {_code(None, "fed")} AS food, {_code(None, "clothing_seasonal")} AS clothing,
        {_code(None, "housed")} AS housing, {_code(None, "drinking_water_safe")} AS water_tick, {_code(None, "watered")} AS water_measured,
        {_code(None, "electricity")} AS electricity, {_code("staying", "clean")} AS sanitation, {_code(None, "hardened_road")} AS road,
        {_code(None, "worker")} AS labour, {_code(None, "carried")} AS dependency, {_code("healthy", "roomy")} AS space
    FROM (
        SELECT household_id, bits, open, clothing_seasonal, drinking_water_safe, electricity, hardened_road,
            income_per_head > 3218 AS richer,
            food_sufficient AND food_protein AS fed,
            NOT dangerous_house OR other_safe_dwelling OR relocated AND moved_in AS housed,
            water_litres >= 35 AND water_fetch_minutes <= 20 AND water_interrupted_days <= 36
                AND (water_quality = '检测合格' OR water_quality = '感官合格') AS watered,
            NOT relocated AS staying,
            sanitary_toilet AND fuel = '干净能源' AS clean,
            CASE WHEN (bits & {1 << _WORKER}) <> 0 THEN true
                WHEN (bits & {2 << _WORKER}) <> 0 THEN NULL ELSE false END AS worker,
            CASE WHEN NOT open AND 4 * able >= heads THEN true WHEN NOT open AND 4 * (heads - unable) < heads THEN false END AS carried,
            CASE WHEN (bits & {1 << _HEALTHY}) <> 0 THEN false
                WHEN (bits & {2 << _HEALTHY}) <> 0 THEN NULL ELSE true END AS healthy,
            house_area >= 13.0::DOUBLE * household_size AS roomy
        FROM (
            SELECT h.*, v.hardened_road, m.heads, m.able, m.unable, h.roster_incomplete OR m.household_id IS NULL AS open,
                CASE WHEN h.roster_incomplete OR m.household_id IS NULL THEN COALESCE(m.bits, 0) | {_ANYTHING} ELSE m.bits END AS bits
            FROM households h
            LEFT JOIN villages v ON v.region_code = h.region_code
            LEFT JOIN (
                SELECT household_id, bit_or(bits) AS bits, count(*) AS heads,
                    count_if(skilled)::BIGINT AS able, count_if(NOT skilled)::BIGINT AS unable
                FROM {seen} GROUP BY household_id) m ON m.household_id = h.household_id)))
"""


def _made(table: str, query: str) -> str:
    return f"CREATE OR REPLACE TEMP TABLE {table} AS {query}"


ONE_PASS = (
    _made("seen", _EACH),
    _made("their_persons", _PERSONS_SEEN),
    _made("their_households", _households("seen")),
    "DROP TABLE seen",
)
EACH_ALONE = (_made("their_persons", _PERSONS_ALONE), _made("their_households", _households(f"({_EACH})")))
