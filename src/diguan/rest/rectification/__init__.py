"""Rectification over the API: inspections, problems with plans and stages, every step, self-checks, reconciliation.

Belongs here: what goes in and out. Does not belong here: whether a step may be taken (domain).
"""

from diguan.rest.rectification import papers, planning, registering, spreading, stepping
from diguan.rest.rectification.reading import router

__all__ = ["papers", "planning", "registering", "router", "spreading", "stepping"]
