"""The shipped standards and fields, under the name by which the pages know them."""

from diguan.domain.screening.packs import fields, pack_of, standards

__all__ = ["fields", "pack_of", "standards"]
