"""Runs the operators of a page, and notes what they paint: ISO 32000-1, 8.4, 8.5, 9.3, 9.4, annex A.

Paths are not followed point by point: of them, only rectangles are looked at, which are often rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from brochure.errors import Unreadable
from brochure.inspection.colours import BLACK, CMYK, GREY, RGB, UNKNOWN, Colour, Space, entry, space_of
from brochure.inspection.marks import Line, Marks, Picture, Text
from brochure.inspection.matrices import NOTHING, Matrix, around, matrix_of, times
from brochure.inspection.operators import Operators
from brochure.inspection.pages import MM, box_of

_DEEPEST = 20                   # forms within forms
_DEEPEST_STATE = 5_000          # q within q
_MOST_ANNOTATIONS = 10_000      # of a page
_THIN = 3.0                     # pt: a filled rectangle no thicker is a rule
_HIDDEN = 2                     # a flag of an annotation


@dataclass
class _State:
    """What the operators have set so far."""

    matrix: Matrix
    fill: Colour = BLACK
    line: Colour = BLACK
    width: float = 1.0
    size: float = 0.0
    font: str = ""
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> _State:
        copied = object.__new__(_State)
        copied.__dict__.update(self.__dict__)
        return copied


@dataclass
class _Shared:
    """What all runs of a page share."""

    operators: Operators
    marks: Marks
    seen: set[tuple[int, int]] = field(default_factory=set)


def draw_page(page: pikepdf.Page, operators: Operators, marks: Marks) -> None:
    """Note what a page paints, and what is shown by the annotations on it; raises Unreadable."""
    shared, resources = _Shared(operators, marks), page.obj.get("/Resources")
    _Run(shared, resources, _State(marks.page.matrix), 0).run(operators.of_page(page))
    annotations = page.obj.get("/Annots")
    for annotation in list(annotations)[:_MOST_ANNOTATIONS] if isinstance(annotations, pikepdf.Array) else ():
        with suppress(AttributeError, KeyError, TypeError, ValueError):
            shown = annotation.AP.N
            if not isinstance(shown, pikepdf.Stream) and "/AS" in annotation:
                shown = shown[str(annotation.AS)]
            if isinstance(shown, pikepdf.Stream) and not int(annotation.get("/F", 0)) & _HIDDEN:
                _Run(shared, resources, _State(_placed(shown, annotation, marks.page.matrix)), 0).draw_form(shown)


def _placed(form: Any, annotation: Any, matrix: Matrix) -> Matrix:
    """The matrix that takes a form's box to an annotation's rectangle: ISO 32000-1, 12.5.5."""
    inner, rectangle = box_of(form.get("/BBox")), box_of(annotation.get("/Rect"))
    if not inner or not rectangle:
        return matrix
    at = around(matrix_of(form.get("/Matrix")), (inner[:2], inner[2:]))
    across = (rectangle[2] - rectangle[0]) / ((at.right - at.left) or 1.0)
    down = (rectangle[3] - rectangle[1]) / ((at.bottom - at.top) or 1.0)
    return times((across, 0.0, 0.0, down, rectangle[0] - at.left * across, rectangle[1] - at.top * down), matrix)


class _Run:
    """One run through the operators of a page or a form."""

    def __init__(self, shared: _Shared, resources: Any, state: _State, depth: int) -> None:
        self.shared, self.marks = shared, shared.marks
        self.resources, self.state, self.depth = resources, state, depth
        self._stack: list[_State] = []
        self._text = self._begin = NOTHING
        self._rectangles: list[tuple[float, float, float, float]] = []
        self._drawn = False   # whether the path has more than rectangles
        self._fonts: dict[str, tuple[str, float]] = {}
        self._spaces: dict[str, Space] = {}

    def run(self, operators: list[Any]) -> None:
        """Run some operators; one that is given nonsense is passed over, as readers do."""
        for operator in operators:
            does = _DOES.get(str(operator.operator))
            if does:
                with suppress(AttributeError, IndexError, TypeError, ValueError, KeyError, OverflowError):
                    does(self, operator)

    # --- the state ---------------------------------------------------------------------------------------------------

    def save(self, _: Any) -> None:
        if len(self._stack) > _DEEPEST_STATE:
            raise Unreadable("a page saves its state over and over")
        self._stack.append(self.state)
        self.state = self.state.copy()

    def restore(self, _: Any) -> None:
        if self._stack:
            self.state = self._stack.pop()

    def move(self, operator: Any) -> None:
        self.state.matrix = times(_numbers(operator, 6), self.state.matrix)

    def set_width(self, operator: Any) -> None:
        self.state.width = abs(_numbers(operator, 1)[0])

    def set_many(self, operator: Any) -> None:
        told = entry(self.resources, "/ExtGState", str(operator.operands[0]))
        if "/LW" in told:
            self.state.width = abs(float(told.LW))

    # --- colours -----------------------------------------------------------------------------------------------------

    def set_space(self, operator: Any, *, fill: bool) -> None:
        space = self._space(operator.operands[0])
        empty = (1.0,) * space.components if space.family in ("CMYK", "spot") else (0.0,) * space.components
        self._set(Colour(space, (0.0, 0.0, 0.0, 1.0) if space.components == 4 and not space.inks else empty), fill=fill)

    def set_colour(self, operator: Any, *, fill: bool) -> None:
        space = (self.state.fill if fill else self.state.line).space
        told = list(operator.operands)
        if told and isinstance(told[-1], pikepdf.Name):
            pattern = entry(self.resources, "/Pattern", str(told[-1]))
            self._set(Colour(self._pattern(space, pattern), ()), fill=fill)
        else:
            self._set(Colour(space, tuple(map(float, told))), fill=fill)

    def set_device(self, operator: Any, space: Space, *, fill: bool) -> None:
        default = self._space(pikepdf.Name(f"/{space.kind}"))   # the page may have one that stands for the device's
        self._set(Colour(default, tuple(map(float, operator.operands))), fill=fill)

    def _set(self, colour: Colour, *, fill: bool) -> None:
        self.marks.spaces.add((colour.space, "set"))
        if fill:
            self.state.fill = colour
        else:
            self.state.line = colour

    def _space(self, told: Any) -> Space:
        if not isinstance(told, pikepdf.Name):
            return space_of(told, self.resources)
        name = str(told)
        if name not in self._spaces:
            self._spaces[name] = space_of(told, self.resources)
        return self._spaces[name]

    def _pattern(self, space: Space, pattern: Any) -> Space:
        """The space of a pattern: its shading's, or that under it; a tile's own colours are noted as they are drawn."""
        if isinstance(pattern, pikepdf.Stream):
            self._draw_once(pattern)
            return space
        return Space("Pattern", 0, base=self._space(pattern.Shading.ColorSpace))

    # --- text --------------------------------------------------------------------------------------------------------

    def begin_text(self, _: Any) -> None:
        self._text = self._begin = NOTHING

    def set_font(self, operator: Any) -> None:
        name, size = operator.operands
        key = str(name)
        if key not in self._fonts:
            self._fonts[key] = self._font(entry(self.resources, "/Font", key))
        self.state.font, height = self._fonts[key]
        self.state.size = float(size) * height

    def _font(self, font: Any) -> tuple[str, float]:
        """A font's name; and how high its letters are for each pt of size, if they are drawings: ISO 32000-1, 9.6.5."""
        if not isinstance(font, pikepdf.Dictionary):
            return "", 1.0
        name = str(font.get("/BaseFont", "/"))[1:]
        if font.get("/Subtype") != "/Type3":
            return name, 1.0
        for letter in list(font.CharProcs.values()):
            self._draw_once(letter, font.get("/Resources"))
        bottom, top = float(font.FontBBox[1]), float(font.FontBBox[3])
        return name, abs(float(font.FontMatrix[3])) * (abs(top - bottom) or 1000.0)

    def set_leading(self, operator: Any) -> None:
        self.state.leading = _numbers(operator, 1)[0]

    def set_rise(self, operator: Any) -> None:
        self.state.rise = _numbers(operator, 1)[0]

    def set_mode(self, operator: Any) -> None:
        self.state.mode = int(operator.operands[0])

    def place_text(self, operator: Any) -> None:
        self._text = _numbers(operator, 6)

    def next_line(self, operator: Any) -> None:
        across, down = _numbers(operator, 2)
        self._text = times((1.0, 0.0, 0.0, 1.0, across, down), self._text)

    def next_line_leading(self, operator: Any) -> None:
        self.state.leading = -_numbers(operator, 2)[1]
        self.next_line(operator)

    def feed(self, _: Any) -> None:
        self._text = times((1.0, 0.0, 0.0, 1.0, 0.0, -self.state.leading), self._text)

    def show(self, _: Any) -> None:
        state = self.state
        a, b, c, d, e, f = times(self._text, state.matrix)
        size = abs(state.size * (a * d - b * c)) / (math.hypot(a, b) or 1.0) / MM
        if state.mode in (0, 2, 4, 6):
            self.marks.spaces.add((state.fill.space, "text"))
        if state.mode in (1, 2, 5, 6):
            self.marks.spaces.add((state.line.space, "text"))
        colour = state.line if state.mode in (1, 5) else state.fill
        left, top = c * state.rise + e, d * state.rise + f
        self.marks.texts.append(Text(size, colour, state.mode, left, top, state.font))

    def feed_and_show(self, operator: Any) -> None:
        self.feed(operator)
        self.show(operator)

    # --- paths -------------------------------------------------------------------------------------------------------

    def rectangle(self, operator: Any) -> None:
        left, bottom, width, height = _numbers(operator, 4)
        self._rectangles.append((left, bottom, left + width, bottom + height))

    def begin_path(self, _: Any) -> None:
        self._drawn = True

    def end_path(self, _: Any) -> None:
        self._rectangles, self._drawn = [], False

    def fill(self, _: Any) -> None:
        self.marks.spaces.add((self.state.fill.space, "fill"))
        if self._rectangles and not self._drawn and len(self._rectangles) <= 2:
            self._rule()
        self.end_path(_)

    def _rule(self) -> None:
        """Note a rectangle that is thin; or two, one within the other, between which a thin frame is filled."""
        boxes = [around(self.state.matrix, (box[:2], box[2:])) for box in self._rectangles]
        outer = boxes[0]
        sides = [outer.right - outer.left, outer.bottom - outer.top]
        if len(boxes) == 2:
            inner = boxes[1]
            sides = [side for side in (abs(outer.left - inner.left), abs(outer.right - inner.right),
                                       abs(outer.top - inner.top), abs(outer.bottom - inner.bottom)) if side > 0.001]
        width = min(sides, default=_THIN * MM) / MM
        if width < _THIN and (len(boxes) == 2 or max(sides) > 2 * width * MM):
            self.marks.lines.append(Line(width, self.state.fill, outer))

    def stroke(self, _: Any) -> None:
        state = self.state
        a, b, c, d, _e, _f = state.matrix
        self.marks.spaces.add((state.line.space, "line"))
        self.marks.lines.append(Line(state.width * math.sqrt(abs(a * d - b * c)) / MM, state.line))
        self.end_path(_)

    def fill_and_stroke(self, operator: Any) -> None:
        self.marks.spaces.add((self.state.fill.space, "fill"))
        self.stroke(operator)

    # --- pictures, shadings and forms --------------------------------------------------------------------------------

    def shade(self, operator: Any) -> None:
        shading = entry(self.resources, "/Shading", str(operator.operands[0]))
        self.marks.spaces.add((self._space(shading.ColorSpace), "shading"))

    def draw(self, operator: Any) -> None:
        drawn = entry(self.resources, "/XObject", str(operator.operands[0]))
        if drawn.Subtype == "/Form":
            self.draw_form(drawn)
        elif drawn.Subtype == "/Image":
            mask = bool(drawn.get("/ImageMask", False))
            told = drawn.get("/ColorSpace")
            space = UNKNOWN if told is None else self._space(told)
            self._picture(int(drawn.Width), int(drawn.Height), space, int(drawn.get("/BitsPerComponent", 1)), mask)

    def draw_inline(self, operator: Any) -> None:
        image = operator.iimage
        told = image.obj.get("/CS", image.obj.get("/ColorSpace"))
        space = UNKNOWN if told is None else self._space(told)
        self._picture(image.width, image.height, space, image.bits_per_component, image.image_mask)

    def _picture(self, width: int, height: int, space: Space, bits: int, mask: bool) -> None:
        a, b, c, d, _e, _f = self.state.matrix
        if mask:
            space, bits = self.state.fill.space, 1
        self.marks.spaces.add((space, "picture"))
        across, down = (math.hypot(a, b) or 1e-6) / 25.4, (math.hypot(c, d) or 1e-6) / 25.4
        at = around(self.state.matrix, ((0.0, 0.0), (1.0, 1.0)))
        self.marks.pictures.append(Picture(width, height, at, min(width / across, height / down), space, bits, mask))

    def draw_form(self, form: Any, resources: Any = None) -> None:
        """Run the operators of a form."""
        if self.depth >= _DEEPEST:
            return
        inner = self.state.copy()
        inner.matrix = times(matrix_of(form.get("/Matrix")), inner.matrix)
        own = form.get("/Resources", resources)
        _Run(self.shared, own if isinstance(own, pikepdf.Dictionary) else self.resources, inner,
             self.depth + 1).run(self.shared.operators.of_form(form))

    def _draw_once(self, stream: Any, resources: Any = None) -> None:
        """Run a pattern's tile, or a letter that is a drawing, once a page."""
        if isinstance(stream, pikepdf.Stream) and stream.objgen not in self.shared.seen:
            self.shared.seen.add(stream.objgen)
            self.draw_form(stream, resources)


def _numbers(operator: Any, count: int) -> Any:
    found = tuple(map(float, operator.operands))
    if len(found) != count:
        raise ValueError(count)
    return found


def _for(method: Callable[..., None], *given: Any, **options: Any) -> Callable[[_Run, Any], None]:
    return lambda run, operator: method(run, operator, *given, **options)


_DOES: dict[str, Callable[[_Run, Any], None]] = {
    "q": _Run.save, "Q": _Run.restore, "cm": _Run.move, "w": _Run.set_width, "gs": _Run.set_many,
    "BT": _Run.begin_text, "Tf": _Run.set_font, "Tm": _Run.place_text, "Td": _Run.next_line,
    "TD": _Run.next_line_leading, "T*": _Run.feed, "TL": _Run.set_leading, "Ts": _Run.set_rise, "Tr": _Run.set_mode,
    "Tj": _Run.show, "TJ": _Run.show, "'": _Run.feed_and_show, '"': _Run.feed_and_show,
    "re": _Run.rectangle, "m": _Run.begin_path, "n": _Run.end_path,
    **dict.fromkeys(("f", "F", "f*"), _Run.fill), **dict.fromkeys(("S", "s"), _Run.stroke),
    **dict.fromkeys(("B", "B*", "b", "b*"), _Run.fill_and_stroke),
    "sh": _Run.shade, "Do": _Run.draw, "INLINE IMAGE": _Run.draw_inline,
    "cs": _for(_Run.set_space, fill=True), "CS": _for(_Run.set_space, fill=False),
    "sc": _for(_Run.set_colour, fill=True), "SC": _for(_Run.set_colour, fill=False),
    "scn": _for(_Run.set_colour, fill=True), "SCN": _for(_Run.set_colour, fill=False),
    "g": _for(_Run.set_device, GREY, fill=True), "G": _for(_Run.set_device, GREY, fill=False),
    "rg": _for(_Run.set_device, RGB, fill=True), "RG": _for(_Run.set_device, RGB, fill=False),
    "k": _for(_Run.set_device, CMYK, fill=True), "K": _for(_Run.set_device, CMYK, fill=False),
}
