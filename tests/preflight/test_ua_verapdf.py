from __future__ import annotations

from dataclasses import replace

import pytest
from judged import messages, printed

from brochure.preflight import Subject
from brochure.verapdf import Failure, Verdict

SOUND = Verdict(True, 106, 2000, ())
BROKEN = Verdict(False, 106, 2000, (Failure("7.1", 11, 2, "A fault"), Failure("7.2", 3, 1, "Another")))


def _judged(subject: Subject, verdict: Verdict) -> Subject:
    return replace(subject, second_opinion=lambda flavour: verdict if flavour == "ua1" else SOUND)


def prepared(subject: Subject) -> Subject:
    return _judged(subject, SOUND)


BREAKS = {"a rule that is broken": ("screen", lambda subject: _judged(subject, BROKEN))}


@pytest.mark.parametrize(("verdict", "told"), [
    (BROKEN, ["7.1-11: A fault", "7.2-3: Another"]),
    (Verdict(False, 106, 0, (), "no PDF"), ["veraPDF cannot read the file: no PDF"]),
    (Verdict(False, 106, 0, ()), ["veraPDF does not pass the file, and does not say why"]),
    (SOUND, []),
])
def test_what_is_told(verdict: Verdict, told: list[str]) -> None:
    assert messages("ua/verapdf", _judged(printed("screen"), verdict)) == told
