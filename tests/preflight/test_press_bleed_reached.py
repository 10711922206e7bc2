from __future__ import annotations

import pikepdf
import pytest
from judged import Break, messages, printed, stranger, with_pdf

MM = 72 / 25.4
_SIDES = {"left": "0 0 8.4 613", "foot": "0 0 437 8.4", "right": "428.1 0 9 613", "head": "0 603.9 437 9"}


def _cut_off(*rectangles: str) -> Break:
    """Paint the bleed of the cover white on some sides."""
    painted = "".join(f" {rectangle} re" for rectangle in rectangles)

    def broken(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(f"q /DeviceCMYK cs 0 0 0 0 scn{painted} f Q".encode())

    return lambda subject: with_pdf(subject, broken)


BREAKS = {f"none at the {side}": ("press", _cut_off(rectangle)) for side, rectangle in _SIDES.items()}
BREAKS["none at all"] = ("press", _cut_off(*_SIDES.values()))


def _told(content: str, box: tuple[float, float, float, float] = (100, 100, 200, 200)) -> list[str]:
    """What is said of a square page of 100 mm, cut from 100 to 200 mm of a sheet of 300 mm."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300 * MM, 300 * MM)).obj
    page.TrimBox = [side * MM for side in box]
    page.Contents = pikepdf.Stream(pdf, f"{MM} 0 0 {MM} 0 0 cm 0 0 1 0 k {content}".encode())
    return messages("press/bleed-reached", stranger(pdf))


@pytest.mark.parametrize(("content", "told"), [
    ("", []),
    ("120 120 60 60 re f", []),                     # it keeps away from the cut
    ("97 97 106 106 re f", []),                     # it goes on for 3 mm on all sides
    ("97 120 20 20 re f", []),
    ("70 150 m 150 290 l 150 150 l f", []),         # slanting, through the edges on the left and at the head
    ("97 96 5 9 re f", []),                         # a corner
    ("100 120 20 20 re f", ["page 1: on the left, 14 mm of the edge end at the cut instead of in the bleed"]),
    ("98 120 20 20 re f", ["page 1: on the left, 14 mm of the edge end at the cut instead of in the bleed"]),
    ("180 120 22 20 re f", ["page 1: on the right, 14 mm of the edge end at the cut instead of in the bleed"]),
])
def test_what_is_art_that_reaches_the_cut(content: str, told: list[str]) -> None:
    found = _told(content)
    assert [line.split(", ")[0] for line in found] == [line.split(", ")[0] for line in told]


def test_a_page_that_does_not_say_where_it_is_cut_has_no_edge() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    assert messages("press/bleed-reached", stranger(pdf)) == []


def test_a_turned_page_is_looked_at_as_it_is_shown() -> None:
    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].rotate(90, relative=False)

    turned = with_pdf(_cut_off(_SIDES["foot"])(printed("press")), turn)
    assert [line.split(",")[0] for line in messages("press/bleed-reached", turned)] == ["page 1: on the left"]
