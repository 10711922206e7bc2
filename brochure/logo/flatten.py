"""The tree of a logo becomes a list of shapes: styles resolved, copies made, transforms carried out.

What is not drawn is left out; what would be drawn and cannot be is refused by name, all of it at once. The engine of
the press is handed nothing but outlines then: WeasyPrint 70.0 draws arcs and circles a little off, ignores the rule of
clips, and runs for ever on `use` in `use`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from fontTools.misc.transform import Transform

from brochure.artwork import Outline, Shape
from brochure.errors import BrochureError, Fault, short
from brochure.logo import paint
from brochure.logo.paths import MOST_SEGMENTS, SHAPES, TooMuch, bounds, covers, lie_apart, moved, outline_of, rounded
from brochure.logo.styles import Styles, outside
from brochure.logo.tree import AGAIN, DEEPEST, SIMPLER, Element, local
from brochure.logo.values import length, share, transform
from brochure.logo.viewport import Room, port, root_port

MOST_VISITS = 10_000   # elements drawn, copies counted
MOST_DASHES = 20_000
_TOGETHER = 200        # shapes that are faded as one
_GROUPS = {"svg", "g", "a", "switch"}
_UNSEEN = {"defs", "symbol", "title", "desc", "metadata", "style", "clipPath", "mask", "marker", "pattern", "filter",
           "linearGradient", "radialGradient", "view", "font", "cursor", "color-profile", "stop"}
_TEXT = "Convert the text to paths: in Inkscape Path > Object to Path, in Illustrator Type > Create Outlines."
_PNG = "Export the logo as a PNG with 1000 pixels in width or more, or draw it in flat colours."
_CUT = "Cut the shapes themselves (in Inkscape Path > Intersection), or export the logo as a PNG."
_REFUSED = {**dict.fromkeys(("text", "tspan", "textPath", "tref", "flowRoot"), ("holds text", _TEXT)),
            "image": ("holds a picture made of pixels", "Hand in the picture itself, as a PNG or JPEG."),
            "foreignObject": ("holds something that is not SVG", AGAIN),
            "meshgradient": ("holds a mesh of colours", _PNG)}
_NOWHERE = {"script": "holds a script", "foreignObject": "holds something that is not SVG",
            **dict.fromkeys(("animate", "animateMotion", "animateTransform", "animateColor", "set"), "moves"),
            **dict.fromkeys(("iframe", "audio", "video", "canvas", "embed"), "holds something that is not SVG")}
_INHERITED = ("fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
              "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "stroke-opacity", "color", "visibility",
              "clip-rule", "paint-order", "marker", "marker-start", "marker-mid", "marker-end")
# Properties that would change the picture, and what they are for people; each may have the values that change nothing.
_EFFECTS = {"filter": "an effect such as a shadow or blur", "mix-blend-mode": "colours that are mixed with those below",
            "vector-effect": "lines that are not scaled"}
_NO_EFFECT = {"none", "normal", "auto", "initial", "unset", "0", "0px", "0 0", "0px 0px", ""}


@dataclass(frozen=True)
class State:
    """What an element takes over from those around it."""

    properties: Mapping[str, str]
    matrix: Transform
    clips: tuple[Outline, ...]
    room: Room
    depth: int = 0


class Flattener:
    """Draws a tree; what is wrong is gathered in `faults`."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.styles = Styles(root)
        self.faults: dict[str, Fault] = {}
        self.ids: dict[str, Element] = {}
        for element in root.walk():
            self.ids.setdefault(element.attributes.get("id", ""), element)
        self._outlines: dict[tuple[int, float, float], Outline] = {}
        self._visits = self._segments = 0
        self._dashes = 0.0

    def shapes(self) -> tuple[tuple[Shape, ...], float, float]:
        """Give what is drawn, and the width and height that it is drawn on; raises BrochureError with all faults."""
        self._refuse_what_acts()
        size = root_port(self.styles.of(self.root))
        self.view = (0.0, 0.0, size.width, size.height)
        drawn = self._walk(self.root, State({}, size.matrix, (), size.room))
        if self.faults:
            raise BrochureError(faults=self.faults.values())
        seen = tuple(self._within(shape) for shape in drawn if not lie_apart(paint.reach(shape), self.view))
        if not seen:
            raise BrochureError("draws nothing", None, AGAIN)
        return seen, size.width, size.height

    def refuse(self, element: Element, message: str, hint: str) -> None:
        """Note a fault; of each kind, the first one tells its line."""
        self.faults.setdefault(message, Fault(f"{message} (line {element.line})", None, hint))

    def _refuse_what_acts(self) -> None:
        for element in self.root.walk():
            if element.name in _NOWHERE and not self._is_left_out(element):
                self.refuse(element, _NOWHERE[element.name], AGAIN)
            for name, value in element.attributes.items():
                if name.lower().startswith("on"):
                    self.refuse(element, "holds a script", AGAIN)
                elif name != "style" and outside(value):
                    self.refuse(element, "needs something that lies outside of it", AGAIN)
            if any(outside(value) for value in self.styles.of(element).values()):
                self.refuse(element, "needs something that lies outside of it", AGAIN)

    def _is_left_out(self, element: Element) -> bool:
        """Whether it is for one program only: Illustrator packs its own data in SVG so."""
        return bool(element.attributes.get("requiredExtensions"))

    # --- elements ----------------------------------------------------------------------------------------------------

    def _walk(self, element: Element, state: State) -> list[Shape]:
        self._visits += 1
        if self._visits > MOST_VISITS:
            raise BrochureError(f"draws more than {MOST_VISITS:,} parts, copies (<use>) counted", None, SIMPLER)
        if state.depth > DEEPEST:
            raise BrochureError(f"has more than {DEEPEST} copies or groups in each other (line {element.line})", None,
                                SIMPLER)
        own = self.styles.of(element)
        if element.name in _UNSEEN or own.get("display") == "none" or self._is_left_out(element):
            return []
        if element.name in _REFUSED:
            self.refuse(element, *_REFUSED[element.name])
            return []
        if element.name not in _GROUPS and element.name != "use" and element.name not in SHAPES:
            if element.name not in _NOWHERE:
                self.refuse(element, f"holds <{short(element.name)}>, which is not read", AGAIN)
            return []
        try:
            inner = self._enter(element, own, state)
            drawn = self._draw(element, own, inner) if inner else []
            return self._faded(element, drawn, share(own.get("opacity", "1"))) if drawn else []
        except TooMuch:
            raise BrochureError(f"has more than {MOST_SEGMENTS:,} lines and curves", None, SIMPLER) from None
        except (ValueError, ArithmeticError):
            self.refuse(element, f"has a <{short(element.name)}> with a number, colour or path that cannot be read",
                        AGAIN)
            return []

    def _enter(self, element: Element, own: Mapping[str, str], state: State) -> State | None:
        """The state inside of an element, or None if nothing of it is seen."""
        for name, what in _EFFECTS.items():
            if own.get(name, "") not in _NO_EFFECT and self._exists(own[name]):
                self.refuse(element, f"has {what}", _PNG)
        if own.get("transform-origin", "") not in _NO_EFFECT and "transform" in own:
            self.refuse(element, "has a transform with an origin of its own", AGAIN)
        properties = dict(state.properties)
        for name in _INHERITED:
            if name in own and own[name] != "inherit":
                properties[name] = own[name]
            if properties.get(name) in ("initial", "unset", "revert"):
                properties.pop(name)
        turned = own.get("transform", "none")
        matrix = state.matrix.transform(transform(turned) if turned not in _NO_EFFECT else Transform())
        inner = State(properties, matrix, state.clips, state.room, state.depth + 1)
        for name in ("clip-path", "mask"):
            if own.get(name, "none") not in _NO_EFFECT:
                clip = self._clip(element, name, own[name], inner)
                if clip == ():
                    return None
                inner = self._clipped(inner, clip) if clip else inner
        return inner

    def _exists(self, value: str) -> bool:
        name = local(value)
        return name is None or name in self.ids

    def _draw(self, element: Element, own: Mapping[str, str], state: State) -> list[Shape]:
        if element.name in SHAPES:
            return self._shape(element, own, state)
        if element.name == "use":
            return self._use(element, own, state)
        if element.name == "svg" and element is not self.root:
            state = self._nested(own, own, state)
        children = element.children
        if element.name == "switch":   # the first one that every program can draw
            children = [child for child in children if child.name not in _UNSEEN and not self._is_left_out(child)
                        and not child.attributes.get("systemLanguage")][:1]
        return [shape for child in children for shape in self._walk(child, state)]

    def _use(self, element: Element, own: Mapping[str, str], state: State) -> list[Shape]:
        target = self._target(element, own.get("href", ""))
        if target is None:
            return []
        x, y = length(own.get("x", "0"), state.room.width), length(own.get("y", "0"), state.room.height)
        state = replace(state, matrix=state.matrix.translate(x, y))
        if target.name not in ("symbol", "svg"):
            return self._walk(target, state)
        theirs = self.styles.of(target)
        inner = self._enter(target, theirs, state)
        if inner is None:
            return []
        size = {name: own[name] for name in ("width", "height") if name in own}
        inner = self._nested(theirs, {**theirs, **size}, inner)
        drawn = [shape for child in target.children for shape in self._walk(child, inner)]
        return self._faded(target, drawn, share(theirs.get("opacity", "1")))

    def _target(self, element: Element, address: str) -> Element | None:
        name = local(address)
        if name is None and address:
            self.refuse(element, "needs something that lies outside of it", AGAIN)
        return self.ids.get(name or "") if name else None

    def _nested(self, own: Mapping[str, str], sized: Mapping[str, str], state: State) -> State:
        """The state inside of an `svg` or `symbol`: it has a viewport, and nothing is seen outside of that."""
        inside = port(sized, state.room)
        if own.get("overflow", "hidden") not in ("visible", "auto"):
            frame = moved(_frame(inside.width, inside.height), state.matrix.translate(inside.x, inside.y))
            state = self._clipped(state, rounded(frame, paint.hundredth))
        return replace(state, matrix=state.matrix.transform(inside.matrix), room=inside.room)

    def _clipped(self, state: State, clip: Outline) -> State:
        """A state with one more clip, if that hides anything."""
        hides = not covers(clip, self.view, 0.01) and clip not in state.clips
        return replace(state, clips=(*state.clips, clip)) if hides else state

    # --- shapes ------------------------------------------------------------------------------------------------------

    def _outline(self, element: Element, own: Mapping[str, str], state: State) -> Outline:
        """The outline of a shape in its own coordinates; each use of it is counted."""
        key = (id(element), state.room.width, state.room.height)
        if key not in self._outlines:
            wholes = {"x": state.room.width, "y": state.room.height, "r": state.room.diagonal}
            measure: Callable[[str, str], float] = lambda name, along: length(own.get(name, "0"), wholes[along])   # noqa: E731
            self._outlines[key] = outline_of(element.name, own, measure)
        self._segments += len(self._outlines[key])
        if self._segments > MOST_SEGMENTS:
            raise TooMuch
        return self._outlines[key]

    def _shape(self, element: Element, own: Mapping[str, str], state: State) -> list[Shape]:
        outline = self._outline(element, own, state)
        if not outline or state.properties.get("visibility", "visible") != "visible":
            return []
        for name in ("marker", "marker-start", "marker-mid", "marker-end"):
            if local(state.properties.get(name, "none")) in self.ids:
                self.refuse(element, "has arrowheads or other marks on its lines",
                            "Convert them to paths: in Inkscape Path > Stroke to Path.")
        colours = {}
        for name in ("fill", "stroke"):
            try:
                colours[name] = paint.paint(name, state.properties, self.ids, self.styles)
            except paint.UnevenPaint as error:
                self.refuse(element, str(error), _PNG)
                return []
        drawn = paint.shapes(outline, state.properties, state.matrix, state.clips, colours["fill"], colours["stroke"],
                             state.room.diagonal)
        self._dashes += sum(map(paint.dashes, drawn))
        if self._dashes > MOST_DASHES:
            raise BrochureError(f"has more than {MOST_DASHES:,} dashes", None, SIMPLER)
        return drawn

    def _within(self, shape: Shape) -> Shape:
        """A shape that ends where the logo does: WeasyPrint 70.0 cuts an `object-fit` at the edge of its box only."""
        left, top, right, bottom = paint.reach(shape)
        if left >= 0 and top >= 0 and right <= self.view[2] and bottom <= self.view[3]:
            return shape
        return replace(shape, clips=(_frame(*self.view[2:]), *shape.clips))

    def _faded(self, element: Element, drawn: list[Shape], opacity: float) -> list[Shape]:
        """Shapes that are seen through together: each alone, where none lies over another."""
        if opacity == 1:
            return drawn
        if opacity == 0:
            return []
        boxes = [paint.reach(shape) for shape in drawn]
        if len(drawn) > _TOGETHER or any(shape.fill and shape.stroke for shape in drawn) or not all(
                lie_apart(one, other) for at, one in enumerate(boxes) for other in boxes[:at]):
            self.refuse(element, "has parts over each other that are seen through together",
                        "Give them colours that are not transparent.")
            return []
        return [replace(shape, opacity=round(shape.opacity * opacity, 4)) for shape in drawn]

    # --- clips -------------------------------------------------------------------------------------------------------

    def _clip(self, element: Element, kind: str, value: str, state: State) -> Outline | None:
        """What a clip lets be seen: nothing if it is empty, None if there is no such clip, or it is refused."""
        name = local(value)
        source = self.ids.get(name) if name else None
        if name is None or (source is not None and source.name != ("clipPath" if kind == "clip-path" else "mask")):
            self.refuse(element, "has a clip that is not drawn with paths", _CUT)
        if source is None or name is None:
            return None
        before = len(self.faults)
        parts = self._mask_parts(source, state) if kind == "mask" else self._clip_parts(source, state)
        outline = None if parts is None else paint.joined(parts)
        if outline is None and len(self.faults) == before:
            self.refuse(element, f"has a {'mask' if kind == 'mask' else 'clip'} that cannot be drawn", _CUT)
        return outline

    def _clip_parts(self, source: Element, state: State) -> list[tuple[Outline, bool]] | None:
        own = self.styles.of(source)
        if own.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse" or own.get("clip-path", "none") != "none":
            return None
        parts, matrix = [], state.matrix.transform(transform(own.get("transform", "")))
        for child in source.children:
            theirs, inner = self.styles.of(child), matrix.transform(transform(self._turn(child)))
            if child.name in _UNSEEN or theirs.get("display") == "none" or theirs.get("visibility") == "hidden":
                continue
            shape: Element | None = child
            if child.name == "use":
                shape = self._target(child, theirs.get("href", ""))
                inner = inner.translate(length(theirs.get("x", "0"), state.room.width),
                                        length(theirs.get("y", "0"), state.room.height))
                inner = inner.transform(transform(self._turn(shape))) if shape else inner
            if shape is None or shape.name not in SHAPES or theirs.get("clip-path", "none") != "none":
                return None
            drawn = self.styles.of(shape)
            rule = drawn.get("clip-rule", theirs.get("clip-rule", own.get("clip-rule", "nonzero")))
            outline = moved(self._outline(shape, drawn, state), inner)
            parts.append((rounded(outline, paint.hundredth), rule == "evenodd"))
        return parts

    def _turn(self, element: Element) -> str:
        turn = self.styles.of(element).get("transform", "")
        return "" if turn in _NO_EFFECT else turn

    def _mask_parts(self, source: Element, state: State) -> list[tuple[Outline, bool]] | None:
        """What a mask shows, if it hides all else: drawing programs write clips so."""
        own = self.styles.of(source)
        if own.get("maskContentUnits", "userSpaceOnUse") != "userSpaceOnUse" or own.get("mask", "none") != "none":
            return None
        inner = self._enter(source, {name: value for name, value in own.items() if name != "transform"},
                            State({}, state.matrix, (), state.room, state.depth + 1))
        if inner is None or inner.clips:
            return None
        drawn = [shape for child in source.children for shape in self._walk(child, inner)]
        if own.get("maskUnits") == "userSpaceOnUse":
            wholes = {"x": state.room.width, "y": state.room.height}
            x, y, width, height = (length(own.get(name, default), wholes[along]) for name, default, along in (
                ("x", "-10%", "x"), ("y", "-10%", "y"), ("width", "120%", "x"), ("height", "120%", "y")))
            left, top, right, bottom = bounds(moved(_frame(width, height), state.matrix.translate(x, y)))
            if not all(box[0] >= left - 1 and box[1] >= top - 1 and box[2] <= right + 1 and box[3] <= bottom + 1
                       for box in map(paint.reach, drawn)):
                return None
        return paint.as_mask(drawn, luminance=own.get("mask-type") != "alpha")


def _frame(width: float, height: float) -> Outline:
    return (("M", (0.0, 0.0)), ("L", (width, 0.0)), ("L", (width, height)), ("L", (0.0, height)), ("Z", ()))
