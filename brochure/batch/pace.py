"""How fast a batch goes, and how often that is told."""

from __future__ import annotations

import time
from collections.abc import Callable

_OFTEN = 0.2   # s between two looks at the progress


class Seldom:
    """Tells a line, but not more often than can be read."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._told, self._last = tell, 0.0

    def __call__(self, line: str, *, at_once: bool = False) -> None:
        """Tell a line, `at_once` or if the last was told long enough ago."""
        now = time.monotonic()
        if at_once or now - self._last >= _OFTEN:
            self._last = now
            self._told(line)


class Pace:
    """How fast it goes, and how long it takes still."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._begin = total, 0, time.monotonic()

    def add(self, count: int) -> None:
        """Note that some more are done."""
        self._done += count

    def told(self) -> str:
        """Give it in words."""
        rate = self._done / max(time.monotonic() - self._begin, 0.001)
        left = (self._total - self._done) / max(rate, 0.001)
        much = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        rest = f"{left:.0f} s" if left < 90 else f"{left / 60:.0f} min" if left < 5400 else f"{left / 3600:.1f} h"
        return f"{self._done:,} of {self._total:,} files, {much} a second, {rest} left"
