from __future__ import annotations

from judged import printed, promising

from brochure.preflight import run

BREAKS = {
    "too few": ("screen", lambda subject: promising(subject, planned=8)),
    "too many": ("screen", lambda subject: promising(subject, planned=2)),
}


def test_a_free_number_of_pages_is_not_looked_at() -> None:
    free = promising(printed("screen"), planned=None)
    assert [result.status for result in run(free) if result.check.id == "pages/as-planned"] == ["nothing"]
