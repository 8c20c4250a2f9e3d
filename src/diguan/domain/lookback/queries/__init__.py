"""What is asked of looking back: figures of persistence, plans and their samples, what somebody is to look at again.

Belongs here: reading, cut to whoever asks. Does not belong here: changing (actions), the words of pages.
"""

from diguan.domain.lookback.queries.persisting import Persistence, persistence

__all__ = ["Persistence", "persistence"]
