"""Style and scripts as `.ci/assets` has bundled them: names of files by the names of their sources."""

import json
from functools import cache
from pathlib import Path

BUILT = Path(__file__).parents[1] / "built"


@cache
def bundled() -> dict[str, str]:
    """File names by source ("frame.css"); empty where nothing was bundled: the pages work unstyled."""
    listing = BUILT / "meta.json"
    if not listing.is_file():
        return {}
    outputs = json.loads(listing.read_text(encoding="utf-8"))["outputs"]
    sources = {name: output.get("entryPoint") for name, output in outputs.items()}
    return {Path(source).name: Path(name).name for name, source in sources.items() if source}
