"""How large the rooms are; `python -m tests.architecture.sizes` prints it, `test_sizes` holds the caps."""

from dataclasses import dataclass
from statistics import median, quantiles

from tests.architecture.sources import functions, line_count, modules, relative


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in lines, each with the place it was measured at, longest first."""

    kind: str
    measured: tuple[tuple[int, str], ...]

    @property
    def median(self) -> float:
        """Half are at most this long."""
        return median(lines for lines, _ in self.measured)

    @property
    def p95(self) -> float:
        """Nineteen of twenty are at most this long."""
        return quantiles((lines for lines, _ in self.measured), n=20, method="inclusive")[-1]

    def above(self, cap: int) -> list[str]:
        """Places longer than a cap."""
        return [f"{lines} {place}" for lines, place in self.measured if lines > cap]

    def __str__(self) -> str:
        longest = self.measured[0]
        return (
            f"{self.kind}: {len(self.measured)}, median {self.median:.0f} lines, "
            f"95% within {self.p95:.0f}, longest {longest[0]} ({longest[1]})"
        )


def file_sizes() -> Sizes:
    """Every module of the package."""
    return Sizes("files", tuple(sorted(((line_count(p), relative(p)) for p in modules()), reverse=True)))


def function_sizes() -> Sizes:
    """Every function of the package."""
    found = ((lines, place) for path in modules() for place, lines in functions(path))
    return Sizes("functions", tuple(sorted(found, reverse=True)))


if __name__ == "__main__":
    print(file_sizes())  # noqa: T201  the report is the purpose
    print(function_sizes())  # noqa: T201
