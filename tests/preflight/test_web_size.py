from __future__ import annotations

from dataclasses import replace

BREAKS = {"too large": ("web", lambda subject: replace(subject, content=subject.content + b" " * 600_000))}
