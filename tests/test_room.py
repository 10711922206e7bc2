"""What stands beside what on a page, told from the letters: captions, and the numbers of a strip."""

from __future__ import annotations

import pytest

from brochure.page.room import caption_beside, numbers_in_a_row

LONG = ("rapporterer", "om", "langvarige", "bekkenleddsmerter", "etter", "fødselen")


@pytest.mark.parametrize(("numbers", "size", "hyphens", "row"), [
    ([("halvparten", ["av", "alle"]), ("10 %", LONG), ("3 %", ["plager"])], 10, True, True),
    ([("10 %", ["x" * 30]), ("3 %", ["x" * 30]), ("3 %", ["x" * 30])], 10, True, True),
    ([("10 %", ["x" * 30]), ("3 %", ["x" * 30]), ("3 %", ["x" * 30])], 10, False, False),   # it would run out
    ([("2–3 vuoigatvuođa", LONG)] * 4, 12, True, False),
    ([("2–3 måneder", ["av"]), ("halvparten", ["av"]), ("3 %", LONG * 2), ("3 %", ["av"])], 12, True, False),   # high
    ([("2–3 måneder", ["av"]), ("halvparten", ["av"]), ("3 %", LONG[:3]), ("3 %", ["av"])], 12, True, True),
])
def test_numbers_in_a_row(numbers: list[tuple[str, list[str]]], size: float, hyphens: bool, row: bool) -> None:
    assert numbers_in_a_row(numbers, 120, size, hyphens=hyphens) is row


def test_a_caption_stands_where_the_figure_is_lower() -> None:
    assert caption_beside(120, 40, 112, 35, 10)
    assert not caption_beside(300, 32, 112, 35, 12)
    assert caption_beside(0, 40, 112, 35, 10)
