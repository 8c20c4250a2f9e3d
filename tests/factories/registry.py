"""The registry filled from inputs, as a load would."""

from datetime import UTC, date, datetime
from typing import Any

from diguan.domain.registry.actions.loading import LoadOutcome, load_inputs
from diguan.domain.registry.actions.loading.load import Terms
from diguan.engine.snapshot.model import ReadInputs
from tests.factories.facts import AS_OF
from tests.factories.snapshots import catalogue

AT = datetime(2019, 7, 1, 8, tzinfo=UTC)


def loaded(read: ReadInputs, as_of: date = AS_OF, **terms: Any) -> LoadOutcome:
    """Load inputs from the command line, so to say."""
    return load_inputs(read=read, terms=Terms(catalogue(), as_of, **terms), actor=None, at=AT)
