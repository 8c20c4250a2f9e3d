"""The key of a problem: the same over all rounds, whatever a round calls it."""

SEPARATOR = "|"
KIND = "#"  # before a kind, where no indicator names the problem


def key_of(*, standard: str, county: str, household: str, person: str, indicator: str, kind: str) -> str:
    """Standard, kind of subject, county, household, person, indicator; of a problem without an indicator its kind."""
    subject = "person" if person else "household"
    about = indicator or KIND + kind
    return SEPARATOR.join(
        part.replace(SEPARATOR, "%7C") for part in (standard, subject, county, household, person, about)
    )


def sql_key(standard: str) -> str:
    """The same in DuckDB over columns county, household_number, person_number, indicator, kind."""
    about = f"CASE WHEN indicator = '' THEN '{KIND}' || kind ELSE indicator END"
    subject = "CASE WHEN person_number = '' THEN 'household' ELSE 'person' END"
    parts = [f"'{standard.replace(SEPARATOR, '%7C')}'", subject]
    parts += [f"replace({name}, '{SEPARATOR}', '%7C')" for name in ("county", "household_number", "person_number")]
    return f" || '{SEPARATOR}' || ".join([*parts, f"replace({about}, '{SEPARATOR}', '%7C')"])
