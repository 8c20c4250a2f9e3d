"""Untrusted files to grids of cells: every workbook, CSV and Parquet file is opened in a child process with limits.

Belongs here: recognising what a file is, the checks before it is opened, limits, the child process, the grid it hands back.
Does not belong here: what a header or a cell means (reading).
"""

from diguan.exchange.grids.errors import UnableToReadInput
from diguan.exchange.grids.grid import Cell, Column, ErrorCell, Grid
from diguan.exchange.grids.isolation import open_grids
from diguan.exchange.grids.limits import Limits

__all__ = ["Cell", "Column", "ErrorCell", "Grid", "Limits", "UnableToReadInput", "open_grids"]
