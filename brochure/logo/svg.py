"""The SVG of a logo: any becomes one of ours, in which stand only outlines, flat colours, strokes and clips."""

from __future__ import annotations

from collections.abc import Iterable

from brochure.artwork import Colour, Outline, Shape
from brochure.logo.flatten import Flattener
from brochure.logo.tree import SVG, read_tree

LIMIT_BYTES = 1_000_000


def read_svg(content: bytes) -> tuple[tuple[Shape, ...], float, float]:
    """Give the shapes of an SVG of anybody, and its width and height; raises BrochureError with all that is wrong."""
    return Flattener(read_tree(content)).shapes()


def written(shapes: Iterable[Shape], width: float, height: float) -> bytes:
    """Give shapes as SVG; what is read from it again are the same shapes."""
    clips: dict[Outline, str] = {}
    body: list[str] = []
    opened: tuple[Outline, ...] = ()
    for shape in shapes:
        kept = next((at for at, (one, other) in enumerate(zip(opened, shape.clips, strict=False)) if one != other),
                    min(len(opened), len(shape.clips)))
        body.append("</g>" * (len(opened) - kept))
        for clip in shape.clips[kept:]:
            name = clips.setdefault(clip, f"c{len(clips) + 1}")
            body.append(f'<g clip-path="url(#{name})">')
        opened = shape.clips
        body.append(_path(shape))
    body.append("</g>" * len(opened))
    defined = "".join(f'<clipPath id="{name}"><path d="{_data(clip)}"/></clipPath>' for clip, name in clips.items())
    size = f'width="{_number(width)}" height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}"'
    drawn = "\n".join(part for part in body if part)
    defs = f"<defs>{defined}</defs>\n" if defined else ""
    return f'<svg xmlns="{SVG}" {size}>\n{defs}{drawn}\n</svg>\n'.encode("ascii")


def _path(shape: Shape) -> str:
    parts = [f'd="{_data(shape.outline)}"', f'fill="{_colour(shape.fill) if shape.fill else "none"}"']
    if shape.fill and shape.evenodd:
        parts.append('fill-rule="evenodd"')
    if shape.fill and shape.opacity < 1:
        parts.append(f'fill-opacity="{_number(shape.opacity)}"')
    if stroke := shape.stroke:
        parts += [f'stroke="{_colour(stroke.colour)}"', f'stroke-width="{_number(stroke.width)}"']
        parts += [f'{name}="{value}"' for name, value, usual in (
            ("stroke-linecap", stroke.cap, "butt"), ("stroke-linejoin", stroke.join, "miter"),
            ("stroke-miterlimit", _number(stroke.miter), "4"), ("stroke-dashoffset", _number(stroke.offset), "0"),
            ("stroke-dasharray", " ".join(map(_number, stroke.dashes)), "")) if value != usual]
        if shape.opacity < 1:
            parts.append(f'stroke-opacity="{_number(shape.opacity)}"')
    if shape.matrix:
        parts.append(f'transform="matrix({" ".join(map(_number, shape.matrix))})"')
    return f"<path {' '.join(parts)}/>"


def _data(outline: Outline) -> str:
    return "".join(f"{name}{' '.join(map(_number, values))}" for name, values in outline)


def _number(value: float) -> str:
    """A number without an exponent; as few digits as tell it."""
    text = repr(value)
    if "e" in text:
        text = f"{value:.12f}".rstrip("0").rstrip(".")
    return text.removesuffix(".0")


def _colour(colour: Colour) -> str:
    if len(colour) == 4:
        return f"device-cmyk({' '.join(f'{ink:g}%' for ink in colour)})"
    return "#" + "".join(f"{round(value):02x}" for value in colour)
