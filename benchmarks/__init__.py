"""One file per bar of quality; `python -m benchmarks` runs them all."""
