"""Pages of long lists, under the name by which the pages know them."""

from diguan.domain.keyset import SIZE, Slice, counted, slice_of

__all__ = ["SIZE", "Slice", "counted", "slice_of"]
