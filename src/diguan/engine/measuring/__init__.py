"""Measuring poverty: headcounts, intensity and gaps of a population, with subgroups that add up and standard errors of the survey's design.

Belongs here: Alkire-Foster figures over the verdicts of a standard with weights and a cutoff, Foster-Greer-Thorbecke, Watts and the
quintile share ratio over an income, poverty lines as a value or relative to median or mean, design-based variances.
Does not belong here: judging households (screening), tables and files of figures (command line, exchange).
"""

from diguan.engine.measuring.lines import Line, UnableToReadLine, read_line
from diguan.engine.measuring.measure import measure_inputs
from diguan.engine.measuring.model import Estimate, Figure, Measurement
from diguan.engine.measuring.population import Choice, UnableToMeasure

__all__ = [
    "Choice",
    "Estimate",
    "Figure",
    "Line",
    "Measurement",
    "UnableToMeasure",
    "UnableToReadLine",
    "measure_inputs",
    "read_line",
]
