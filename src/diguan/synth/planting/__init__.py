"""What is planted in a county: errors with the finding each must raise, broken cells and keys, contradictions, decoys.

Belongs here: one function a planting, registered under the name that data/synth/plan.yaml counts it by.
Does not belong here: how a file is written (workbooks), who lives in the county (population), any judgement by rule.
"""

from diguan.synth.planting.ground import Ground
from diguan.synth.planting.plan import plant_county

__all__ = ["Ground", "plant_county"]
