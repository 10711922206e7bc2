from __future__ import annotations

from judged import messages, printed, promising, with_piece

from brochure.geometry import PageLayout, Piece, Rectangle
from brochure.preflight import Subject


def _beside(subject: Subject) -> Subject:
    line = next(piece for piece in subject.promised.layout[0].pieces if piece.kind == "line")
    at = Rectangle(line.at.right + 5, line.at.top, line.at.right + 20, line.at.bottom)
    return with_piece(subject, Piece("line", "other", at, "Ved siden"))


BREAKS = {"words beside words": ("large-print", _beside)}


def test_lines_of_one_block_may_touch() -> None:
    pieces = (Piece("line", "a", Rectangle(20, 20, 60, 28), "Ord"),
              Piece("line", "a", Rectangle(62, 20, 90, 28), "Ord"),
              Piece("line", "b", Rectangle(20, 29, 60, 37), "Ord"))
    subject = promising(printed("large-print"), layout=(PageLayout("", 210, 297, pieces, ()),))
    assert messages("large-print/one-column", subject) == []
