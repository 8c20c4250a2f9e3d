"""What is done with figures: counting them anew and keeping what changed.

Belongs here: `verb_noun(*, ..., at)`, atomic. Does not belong here: what is counted (counting), reading them (queries).
"""

from diguan.domain.insight.actions.counting import count_figures

__all__ = ["count_figures"]
