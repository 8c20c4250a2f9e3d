"""Whoever reads every page and reckons: all sums that hold among figures, what was shown, and what follows from it.

Nothing here asks how figures are left out: the null space of the sums, by numpy, says which of the others are settled.
"""

import numpy as np

SMALLEST = 1e-6


def settled(sums, shown, cells):
    """Cells that were not shown and have one value in every solution of the sums. `sums`: (total, parts)."""
    unknown = sorted({cell for cell in cells if cell not in shown}, key=str)
    place = {cell: number for number, cell in enumerate(unknown)}
    rows = []
    for total, parts in sums:
        row = np.zeros(len(unknown))
        for cell, factor in ((total, -1.0), *((part, 1.0) for part in parts)):
            if cell in place:
                row[place[cell]] += factor
        if row.any():
            rows.append(row)
    if not rows:
        return set()
    _, sizes, vectors = np.linalg.svd(np.array(rows), full_matrices=True)
    rank = int((sizes > SMALLEST).sum())
    free = vectors[rank:]
    return {cell for cell, number in place.items() if not free.size or np.abs(free[:, number]).max() < SMALLEST}


def leftovers(sums, shown, values):
    """Of sums whose total was shown, what is left for the parts that were not, where there are any."""
    for total, parts in sums:
        out = [part for part in parts if part not in shown]
        if out and total in shown:
            yield sum(values[part] for part in out), out
