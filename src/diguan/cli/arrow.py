"""Arrow for commands over files."""

import sys
from importlib import import_module

PARTS = ("pyarrow", "pyarrow.compute", "pyarrow.parquet")  # each looks for NumPy on its own


def load_arrow() -> None:
    """Load Arrow without NumPy, which it takes along wherever an extra has installed it: a tenth of a second, for arrays nobody asks for.

    NumPy itself can be imported afterwards. Nothing is done where either is loaded already.
    """
    if "pyarrow" in sys.modules or "numpy" in sys.modules:
        return
    sys.modules["numpy"] = None  # type: ignore[assignment] # how Python writes that there is no such module
    try:
        for name in PARTS:
            import_module(name)
    finally:
        del sys.modules["numpy"]
