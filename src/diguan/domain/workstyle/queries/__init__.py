"""What is asked of work style.

Belongs here: figures by place and by week, cut to whoever asks, and the rows behind each. Does not belong here: the words of pages.
"""

from diguan.domain.workstyle.queries.measuring import Measured, Measuring, Waits, measure
from diguan.domain.workstyle.queries.rows import rows_of

__all__ = ["Measured", "Measuring", "Waits", "measure", "rows_of"]
