"""Run measurements and print each figure with its goal; exit code 1 when a goal is missed."""

import asyncio
import sys
import time

from benchmarks import (
    complaints,
    due_times,
    faults,
    kills,
    latency,
    learning,
    limits,
    notices,
    same_matter,
    sandbox_speed,
    start,
    throughput,
    triage,
    triage_places,
)

_ORDER = (
    throughput, limits, faults, kills, latency, start, complaints, sandbox_speed, due_times, notices,
    triage, triage_places, same_matter, learning,
)  # fmt: skip
MEASUREMENTS = {module.__name__.rpartition(".")[2]: module for module in _ORDER}


def main(arguments: list[str]) -> int:
    """Run those named, or all; ``--quick`` takes small sizes and misses no goal."""
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"] or list(MEASUREMENTS)
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        sys.stderr.write(f"no such measurement: {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}\n")
        return 2
    short = 0
    for name in names:
        module = MEASUREMENTS[name]
        begun = time.monotonic()
        figures = asyncio.run(module.measure(quick=quick))
        print((module.__doc__ or name).splitlines()[0])
        for figure in figures:
            print(figure.line())
        print(f"  ({time.monotonic() - begun:.0f} s)\n", flush=True)
        short += sum(figure.reached is False for figure in figures)
    return 1 if short and not quick else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
