"""A household in a village, people who visit it, and the catalogue."""

from tests.domain.fieldwork.conftest import catalogue, foreign, household, team

__all__ = ["catalogue", "foreign", "household", "team"]
