from __future__ import annotations

import pytest
from judged import messages, printed, promising, with_piece

from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.preflight import Subject


def _over_the_title(subject: Subject) -> Subject:
    title = next(piece for piece in subject.promised.layout[0].pieces if piece.block == "cover.title")
    return with_piece(subject, Piece("line", "other", title.at, "Andre ord"))


BREAKS = {"words on the title": ("screen", _over_the_title)}
_OVER = "lie over each other"


def _line(left: float, top: float, right: float, bottom: float, block: str = "a") -> Piece:
    return Piece("line", block, Rectangle(left, top, right, bottom), f"Ord i {block}")


@pytest.mark.parametrize(("pieces", "told"), [
    ((_line(20, 20, 60, 24), _line(20, 24, 60, 28, "b")), []),
    ((_line(20, 20, 60, 24), _line(20, 23, 60, 27, "b")), []),
    ((_line(20, 20, 60, 24), _line(20, 22, 60, 26, "b")), [f"page 1: “Ord i a” (a) and “Ord i b” (b) {_OVER}"]),
    ((_line(20, 20, 60, 24), _line(70, 22, 90, 26, "b")), []),
    ((_line(20, 20, 60, 24), Piece("picture", "f", Rectangle(30, 10, 90, 90))),
     [f"page 1: “Ord i a” (a) and the picture of f {_OVER}"]),
    ((_line(20, 20, 60, 24, "f.label"), Piece("picture", "f", Rectangle(30, 10, 90, 90))), []),
    ((_line(100, 191, 130, 195),), [f"page 1: “Ord i a” (a) and “Bunn” (page.foot) {_OVER}"]),
])
def test_words_over_words(pieces: tuple[Piece, ...], told: list[str]) -> None:
    foot = Piece("line", "page.foot", Rectangle(100, 190, 130, 195), "Bunn")
    page = PageLayout("", 148, 210, pieces, (foot,))
    assert messages("text/not-covered", promising(printed("screen"), layout=(page,))) == told
