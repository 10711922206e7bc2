from __future__ import annotations

from judged import printed, promising

from brochure.preflight import run

BREAKS = {"twice": ("screen", lambda subject: promising(subject, codes=subject.promised.codes[:1] * 2))}
ALSO = {"qr/reads"}


def test_it_is_a_warning() -> None:
    twice = BREAKS["twice"][1](printed("screen"))
    [finding] = next(result.findings for result in run(twice) if result.check.id == "films/same-address")
    assert finding.level == "warning"
    assert finding.message == "2 codes lead to one and the same address, https://film.example.no/a"
