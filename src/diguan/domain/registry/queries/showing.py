"""What of a household is shown to whom: names and values without a mask where the role shows their kind, else masked."""

from dataclasses import dataclass

from diguan.domain.accounts.permissions import Sensitivity, Viewer
from diguan.engine.catalogue import Catalogue, Field
from diguan.engine.documents import Label
from diguan.engine.snapshot.plans import Fact
from diguan.engine.snapshot.wording import HIDDEN, code_label, plain_value
from diguan.engine.verdicts import Subject
from diguan.exchange.masking import HEALTH_FIELDS, mask_name

Value = bool | int | float | str


def kind_of(field: Field) -> Sensitivity:
    """How private a field is; what tells of health always counts as sensitive."""
    return Sensitivity.SENSITIVE if (field.subject, field.name) in HEALTH_FIELDS else Sensitivity(field.sensitivity)


def value_label(field: Field, value: object) -> Label:
    """A value in words, a code by what it is called."""
    if isinstance(value, str):
        return code_label(field, value)
    return plain_value(value, field.unit)  # type: ignore[arg-type]  # a value of the catalogue


@dataclass(frozen=True, slots=True)
class Shown:
    """What a viewer sees without a mask at one place."""

    kinds: frozenset[Sensitivity]

    @classmethod
    def to(cls, viewer: Viewer, region_code: str) -> "Shown":
        """What is shown at a full code."""
        return cls(viewer.sensitivities_at(region_code))

    def name(self, name: str | None) -> str:
        """A name, or its first character and two stars."""
        return (name or "") if Sensitivity.PERSONAL in self.kinds else mask_name(name)

    def shows(self, field: Field) -> bool:
        """Whether values of a field are shown."""
        return kind_of(field) in self.kinds

    def value(self, field: Field, value: object) -> Label:
        """A value in words, or that it is hidden."""
        return value_label(field, value) if self.shows(field) else HIDDEN

    def hidden(self, catalogue: Catalogue) -> frozenset[Fact]:
        """Facts whose values no sentence may show."""
        return frozenset(
            (subject, name)
            for subject in Subject
            for name, field in catalogue.fields(subject).items()
            if not self.shows(field)
        )
