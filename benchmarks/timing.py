"""Decides how a piece of work is timed: once for what can't be repeated, the median of many for what can."""

import time
from collections.abc import Callable

RUNS = 15


def seconds(work: Callable[[], object]) -> float:
    """Run the work once and return how long it took."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def milliseconds(work: Callable[[], object], *, runs: int = RUNS) -> float:
    """Run the work `runs` times and return the median."""
    return 1000 * sorted(seconds(work) for _ in range(runs))[runs // 2]
