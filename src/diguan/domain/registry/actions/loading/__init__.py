"""Loading: what reading found becomes observations, set-based and in one transaction.

Belongs here: what is new, storing it, counting it. Does not belong here: opening files (exchange), the fold (engine).
"""

from diguan.domain.registry.actions.loading.files import Files, load_files
from diguan.domain.registry.actions.loading.load import load_inputs
from diguan.domain.registry.actions.loading.outcome import LoadOutcome, UnableToLoad

__all__ = ["Files", "LoadOutcome", "UnableToLoad", "load_files", "load_inputs"]
