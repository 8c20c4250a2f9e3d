"""Looking back over the API: samples, their cases, who looks, what was seen, how much persists.

Belongs here: what goes in and out. Does not belong here: drawing, and who is inside a chain (domain).
"""

from diguan.rest.lookback import acting
from diguan.rest.lookback.reading import router

__all__ = ["acting", "router"]
