"""What names an expression may use: fields of its subject and one step up, parameters, and for findings the verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diguan.engine.catalogue.model import Catalogue, Field, FieldType
from diguan.engine.verdicts import Subject

STEPS_UP: Mapping[Subject, tuple[Subject, ...]] = {
    Subject.PERSON: (Subject.HOUSEHOLD, Subject.VILLAGE),
    Subject.HOUSEHOLD: (Subject.VILLAGE,),
    Subject.FACILITY: (Subject.VILLAGE,),
    Subject.VILLAGE: (),
}


@dataclass(frozen=True, slots=True)
class ParameterType:
    """Type (NUMBER, INTEGER, DATE or TEXT) and unit of a parameter; a number without a unit fits nothing that has one."""

    type: FieldType
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Names in reach. `verdicts` (findings and nothing else): name -> ids of the indicators it means, all of the subject."""

    subject: Subject
    catalogue: Catalogue
    parameters: Mapping[str, ParameterType] = field(default_factory=dict)
    verdicts: Mapping[str, tuple[str, ...]] | None = None

    def fields(self, subject: Subject) -> Mapping[str, Field]:
        """Fields of one kind of subject by name."""
        return self.catalogue.fields(subject)
