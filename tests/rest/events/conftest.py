"""The households of the pages of life events."""

from tests.web.events.conftest import homes

__all__ = ["homes"]
