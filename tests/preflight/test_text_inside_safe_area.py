from __future__ import annotations

import pytest
from judged import messages, printed, promising, with_piece

from brochure.geometry import PageLayout, Piece, Rectangle

BREAKS = {"near the head": ("screen", lambda subject: with_piece(
    subject, Piece("line", "first.text", Rectangle(20, 4, 60, 8), "For nær kanten")))}


def _told(piece: Piece) -> list[str]:
    return messages("text/inside-safe-area", promising(printed("screen"), safe=10, layout=(
        PageLayout("", 148, 210, (piece,), ()),)))


@pytest.mark.parametrize(("at", "told"), [
    ((20, 20, 60, 24), []),
    ((10, 20, 60, 24), []),
    ((9, 20, 60, 24), ["page 1: “Ord i a” (a) stands 9.0 mm from the trim"]),
    ((20, 20, 140, 24), ["page 1: “Ord i a” (a) stands 8.0 mm from the trim"]),
    ((20, 197, 60, 202), ["page 1: “Ord i a” (a) stands 8.0 mm from the trim"]),
    ((20, 20, 160, 24), ["page 1: “Ord i a” (a) runs out of the page"]),
    ((20, -5, 60, -1), ["page 1: “Ord i a” (a) runs out of the page"]),
])
def test_words_near_the_trim(at: tuple[float, float, float, float], told: list[str]) -> None:
    assert _told(Piece("line", "a", Rectangle(*at), "Ord i a")) == told


def test_a_picture_may_reach_the_trim() -> None:
    assert _told(Piece("picture", "a", Rectangle(0, 0, 148, 210))) == []
