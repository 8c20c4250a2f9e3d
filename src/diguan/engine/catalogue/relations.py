"""What must hold between the fields of a whole catalogue: no two of one name or header, no field implied by a stranger."""

import unicodedata
from collections.abc import Iterator

from diguan.engine.catalogue.facts import one_of
from diguan.engine.catalogue.model import Catalogue, Field, FieldType, Label
from diguan.engine.documents import Problem, Where, nearest
from diguan.engine.verdicts import Subject

SHEETS = ((Subject.HOUSEHOLD, Subject.PERSON), (Subject.VILLAGE,), (Subject.FACILITY,))


def relation_problems(catalogue: Catalogue, known: Catalogue) -> list[Problem]:
    """Problems between fields, each at the later of the two; `known` holds the fields that others may be implied by."""
    found = [p for subject in Subject for p in _name_problems(catalogue, subject)]
    found += [p for subjects in SHEETS for p in _header_problems(catalogue, subjects)]
    found += [p for f in all_fields(catalogue) for p in _implication_problems(known, f)]
    return found + [p for f in all_fields(catalogue) for p in _dating_problems(known, f)]


def all_fields(catalogue: Catalogue) -> Iterator[Field]:
    """Every field of every subject."""
    return (field for subject in Subject for field in catalogue.fields(subject).values())


def header_key(text: str) -> str:
    """A header as it is compared: width, spaces and letter case ignored, brackets kept."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _name_problems(catalogue: Catalogue, subject: Subject) -> Iterator[Problem]:
    seen: dict[str, Field] = {}
    for field in catalogue.fields(subject).values():
        other = seen.setdefault(field.name.lower(), field)
        if other is not field:
            message = Label(
                f"“{field.name}”与“{other.name}”只差大小写", f"'{field.name}' and '{other.name}' differ in case only"
            )
            yield Problem(field.file, field.line, message, Label("不同的字段名", "different names"))


def _header_problems(catalogue: Catalogue, subjects: tuple[Subject, ...]) -> Iterator[Problem]:
    """Fields whose columns stand side by side in one sheet must not answer to one header."""
    seen: dict[str, Field] = {}
    for field in (f for subject in subjects for f in catalogue.fields(subject).values()):
        for header in dict.fromkeys((field.label.zh, *field.aliases)):
            other = seen.setdefault(header_key(header), field)
            if other is not field:
                message = Label(
                    f"表头“{header}”既指字段“{field.name}”又指“{other.name}”",
                    f"the header '{header}' means the field '{field.name}' and '{other.name}' as well",
                )
                yield Problem(field.file, field.line, message, Label("每个表头只指一个字段", "one field for a header"))


def _implication_problems(known: Catalogue, field: Field) -> Iterator[Problem]:
    where = Where(field.file, field.line)
    siblings = known.fields(field.subject)
    for name, values in field.implied_by.items():
        other = siblings.get(name)
        if other is None or other.type is not FieldType.CODE:
            message = Label(
                f"implied_by 里没有代码型字段“{name}”", f"implied_by names '{name}', which is no field with codes"
            )
            yield Problem.at(
                where,
                message,
                Label("同一主体的代码型字段", "a code field of the same subject"),
                nearest(name, siblings),
            )
            continue
        for code in values:
            if code not in other.codes:
                message = Label(f"“{code}”不是字段“{name}”的值", f"'{code}' is no code of the field '{name}'")
                yield Problem.at(where, message, one_of(other.codes), nearest(code, other.codes))


def _dating_problems(known: Catalogue, field: Field) -> Iterator[Problem]:
    """A fact is dated by a stored date of the same subject."""
    siblings = known.fields(field.subject)
    other = siblings.get(field.dated_by) if field.dated_by else None
    if field.dated_by and (other is None or other.type is not FieldType.DATE or other.derived):
        message = Label(
            f"dated_by 里没有日期型字段“{field.dated_by}”",
            f"dated_by names '{field.dated_by}', which is no stored date",
        )
        expected = Label("同一主体的日期型字段", "a date field of the same subject")
        yield Problem.at(Where(field.file, field.line), message, expected, nearest(field.dated_by, siblings))
