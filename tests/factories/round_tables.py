"""The tables of a tiny finished round, written by hand: five households in two townships, one of them of no known region."""

import duckdb

from diguan.engine.regions import load_regions

TREE = load_regions()
TOWNSHIPS = TREE.units("township", "150429")[:2]
VILLAGES = tuple(TREE.units("village", township.code)[0] for township in TOWNSHIPS)
FIRST, SECOND = (village.code for village in VILLAGES)

RECORD = {
    "engine": {"version": "0.1.0", "duckdb": "2"},
    "pack": {"id": "cn-two-assurances", "version": "2019.1", "sha256": "ab" * 32},
    "as_of": "2019-06-30",
    "retrospective": False,
    "synthetic": True,
    "snapshot": {"sha256": "cd" * 32},
    "sources": [
        {
            "source_id": 1,
            "kind": "export",
            "label": "county.xlsx",
            "sha256": "01" * 32,
            "data_on": "2019-06-15",
            "grade": 1,
            "rows": 7,
        },
        {
            "source_id": 2,
            "kind": "roster:education",
            "label": "school.xlsx",
            "sha256": "02" * 32,
            "data_on": None,
            "grade": 2,
        },
    ],
    "parameters": [
        {
            "name": "poverty_line",
            "value": 3218.0,
            "unit": "yuan/person/year",
            "since": "2019-01-01",
            "status": "confirmed",
            "source": "county notice",
        }
    ],
    "coverage": [{"kind": "not_covered", "text": {"zh": "不愁穿：没有数据", "en": "Enough clothing: no data"}}],
    "counts": {
        "households": 5,
        "persons": 6,
        "unlisted_members": 1,
        "villages": 0,
        "facilities": 0,
        "focus_groups": {"edge": 2, "doubtful": 0, "elderly_alone": 1},
        "statuses": {"exited": 3, "ordinary": 2},
        "poverty": None,
    },
}

HOUSEHOLDS = f"""VALUES
    ('H1', '{FIRST}', 'exited', false), ('H2', '{FIRST}', 'exited', true), ('H3', '{SECOND}', 'exited', false),
    ('base:7', '{SECOND}', 'ordinary', false), ('H5', NULL, 'ordinary', false)"""
PERSONS = """VALUES
    ('H1', 'P1', '户主', DATE '1970-01-01'), ('H1', 'P2', '之子', DATE '2009-03-01'), ('H2', 'P3', '户主', NULL),
    ('H3', 'P4', '户主', DATE '1950-01-01'), ('base:7', 'base:7:1', '户主', DATE '1980-01-01'), ('H5', 'P6', '户主', NULL)"""
PEOPLE = """VALUES ('H1', 'P1', '张建国'), ('H1', 'P2', '张小明'), ('H1', 'base:3:9', '李秀英'), ('H2', 'P3', '乌云其木格'),
    ('H3', 'P4', '=王五'), ('base:7', 'base:7:1', NULL), ('H5', 'P6', '赵六')"""
# safe_housing, its grade, compulsory_education rolled up, its grade
HOUSEHOLD_VERDICTS = f"""VALUES
    ('H1', '{FIRST}', 2, 1, 0, 2), ('H2', '{FIRST}', 0, 2, 1, 0), ('H3', '{SECOND}', 2, 3, 3, 2),
    ('base:7', '{SECOND}', 1, 0, 3, 1), ('H5', NULL, 2, 2, 3, 1)"""
PERSON_VERDICTS = f"""VALUES
    ('H1', 'P1', '{FIRST}', 3, 2), ('H1', 'P2', '{FIRST}', 0, 2), ('H2', 'P3', '{FIRST}', 1, 0), ('H3', 'P4', '{SECOND}', 3, 2),
    ('base:7', 'base:7:1', '{SECOND}', 3, 1), ('H5', 'P6', NULL, 3, 1)"""
FINDINGS = f"""VALUES
    (1, 'suspected_wrong_exit', 'edge', '{FIRST}', 'H2', NULL, 'safe_housing', 2, 'repair_house', 'housing', DATE '2019-11-01', 1),
    (2, 'suspected_return', NULL, '{FIRST}', 'H1', 'P2', 'compulsory_education', 2, 'persuade_back', 'education', DATE '2019-08-09', 2),
    (3, 'suspected_missed_member', NULL, '{FIRST}', 'H1', 'base:3:9', NULL, 0, 'add_member', 'rural', NULL, 3),
    (4, 'needs_evidence', NULL, '{SECOND}', 'base:7', NULL, 'safe_housing', 0, 'visit', 'housing', NULL, 1)"""
EXPLANATIONS = """VALUES (1, '住房：C级。', 'House: C.', '住房：C级。', 'House: C.'),
    (2, '辍学，因病。', 'Out of school, illness.', '辍学，（已隐去）。', 'Out of school, (hidden).'),
    (3, '底册中有此人。', 'In the resident base.', '底册中有此人。', 'In the resident base.')"""
CONTRADICTIONS = """VALUES ('household', 'H3', 'H3', 'dangerous_house', 'true', 2, 'false', 1),
    ('person', 'H1', 'P2', 'dropout_reason', '因病', 2, '厌学', 1)"""
CELL_STATES = """VALUES ('person', 'H1', 'P2', 'school_status', 'conflict', '小学' || chr(31) || '七年级', '1,2'),
    ('person', 'H1', 'P1', 'birth_date', 'damaged', NULL, NULL)"""
TABLES = {
    "households(household_id, region_code, status, roster_incomplete)": HOUSEHOLDS,
    "persons(household_id, person_id, relation, birth_date)": PERSONS,
    "unlisted_members(household_id, person_id, relation, birth_date)": "VALUES ('H1', 'base:3:9', '配偶', DATE '1972-01-01')",
    "people(household_id, person_id, name)": PEOPLE,
    "household_people(household_id, head_name)": "VALUES ('H1', '张建国'), ('H2', NULL), ('H3', NULL), ('base:7', NULL), ('H5', NULL)",
    'verdicts_household(household_id, region_code, safe_housing, "safe_housing@grade", compulsory_education, '
    '"compulsory_education@grade")': HOUSEHOLD_VERDICTS,
    'verdicts_person(household_id, person_id, region_code, compulsory_education, "compulsory_education@grade")': PERSON_VERDICTS,
    "findings(finding_id, kind, focus_group, region_code, household_id, person_id, indicator, grade, route, department, "
    "deadline_on, explanation_id)": FINDINGS,
    "explanations(explanation_id, zh, en, zh_masked, en_masked)": EXPLANATIONS,
    "contradictions(subject, household_id, subject_id, field, value, source, overruled_value, overruled_source)": CONTRADICTIONS,
    "cell_states(subject, household_id, subject_id, field, state, said, said_by)": CELL_STATES,
}


def connection(without: tuple[str, ...] = ()) -> duckdb.DuckDBPyConnection:
    """A database with the tables, less those named."""
    database = duckdb.connect()
    for head, values in TABLES.items():
        name, columns = head.split("(", 1)
        if name not in without:
            # temporary, as the round keeps names: only this very connection sees them
            database.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM ({values}) t({columns}")
    return database
