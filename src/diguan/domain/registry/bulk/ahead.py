"""Two hands: while one block is being used, the next one is made."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Block = TypeVar("Block")


def ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """The same blocks in the same order, made in a thread one ahead of their use. What goes wrong there is raised here.

    Whatever makes the blocks (a cursor, a connection of DuckDB) must be left alone until the last one came.
    """
    with ThreadPoolExecutor(1) as hand:
        coming = hand.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = hand.submit(next, blocks, None)
            yield block
