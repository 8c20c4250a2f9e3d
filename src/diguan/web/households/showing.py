"""What a viewer sees without a mask, under the name by which the pages know it."""

from diguan.domain.registry.queries.showing import Shown, Value, kind_of, value_label

__all__ = ["Shown", "Value", "kind_of", "value_label"]
