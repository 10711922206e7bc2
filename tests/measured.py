"""How much memory a program took at most, told by itself."""

from __future__ import annotations

# getrusage of a process counts what the one that began it held: on Linux, a process begins as a copy of that one.
PEAK = """
import resource, sys
from pathlib import Path

def peaks() -> tuple[float, float]:
    \"\"\"The bytes that this process and its largest child took at most.\"\"\"
    unit = 1024 if sys.platform == "linux" else 1
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    if sys.platform == "linux":
        own = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines()
                   if line.startswith("VmHWM:"))
    return own * unit, children * unit
"""
