"""Any SVG is refused, or rewritten so that it is the same when it is rewritten again; any bytes are refused kindly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from logos import DOT, DRAWN, HEAD, encoded, picture, told

from brochure.errors import BrochureError
from brochure.logo.svg import read_svg, written

NUMBERS = st.sampled_from(("0", "1", "-3.5", "7", "10", "2e0", "1e-7", "99", "0.005", ".333", "1e400", "x", "50%"))
PATHS = st.lists(st.sampled_from((
    "M 7 .333", "m-3.5,1", "L10 7", "l.005.5", "H99", "h1e-7", "V-3.5", "v10", "C1 2 3 4 5 6", "c 9-9 0 3-4 0",
    "S1 1 7 7", "s0 0 1 1", "Q5 5 9 0", "q1 2 3 4", "T0 9", "t-1-1", "A5 3 30 0 1 9 9",
    "a1 1 0 1 0 0 .1", "a0 0 0 00 4 4", "Z", "z", "L1 2", "M1 2", "L 1 2.00001 z", "1 1", "h",
)), max_size=8).map(lambda parts: f"M1 2{' '.join(parts)}")
ATTRIBUTES = {
    "d": PATHS,
    "points": st.lists(NUMBERS, max_size=8).map(" ".join),
    "fill": st.sampled_from(("none", "red", "#123", "url(#a)", "rgba(1,2,3,.4)", "currentColor")),
    "fill-rule": st.sampled_from(("evenodd", "nonzero")),
    "fill-opacity": st.sampled_from((".7", "1")),
    "stroke": st.sampled_from(("none", "blue", "#456789", "url(#x) red")),
    "stroke-width": NUMBERS,
    "stroke-dasharray": st.sampled_from(("none", "1", "1 2 3", "0", "0.4,1", "-1")),
    "stroke-miterlimit": NUMBERS,
    "stroke-linejoin": st.sampled_from(("round", "bevel", "miter")),
    "stroke-linecap": st.sampled_from(("round", "square")),
    "opacity": st.sampled_from(("1", ".5", "0", "33%")),
    "transform": st.sampled_from(("scale(2)", "rotate(30)", "scale(1 -.3)", "skewX(40)", "translate(3 1)",
                                  "scale(1e-5)", "matrix(1 2 2 4 0 0)", "none", "rotate(12 3 4)", "scale(1.0005 1)")),
    "clip-path": st.sampled_from(("url(#c)", "url(#d)", "none")),
    "mask": st.sampled_from(("url(#m)", "none")),
    **dict.fromkeys(("x", "y", "width", "height", "rx", "r", "cx", "x2", "y2"), NUMBERS),
    "viewBox": st.just("0 0 4 3"),
    "href": st.sampled_from(("#a", "#b", "#c", "#s")),
    "paint-order": st.just("stroke"),
    "display": st.sampled_from(("none", "inline")),
}
NAMES = st.sampled_from(("path", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "use", "g", "svg"))
GIVEN = st.lists(st.sampled_from(sorted(ATTRIBUTES)), max_size=6, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: ATTRIBUTES[name] for name in names})).map(
    lambda given: " ".join(f'{name}="{value}"' for name, value in given.items()))
TREES = st.recursive(
    st.builds("<{} {}/>".format, NAMES, GIVEN) | st.builds('<path d="{}" {}/>'.format, PATHS, st.just("stroke='#456'")),
    lambda inner: st.builds("<g {}>{}</g>".format, GIVEN, st.lists(inner, max_size=3).map("".join)),
    max_leaves=6)
LOGOS = st.lists(TREES, min_size=1, max_size=3).map("".join)
DEFINED = """<defs><g id="a"><circle r="3"/></g><path id="b" d="M1 1h3v3z"/>
<clipPath id="c"><rect width="6" height="7"/></clipPath>
<clipPath id="d"><circle cx="5" cy="5" r="4"/><path d="M9 9h5v5z"/></clipPath>
<symbol id="s" viewBox="0 0 9 2"><rect width="9" height="9" fill="teal"/></symbol>
<mask id="m"><rect width="3" height="30" fill="#fff"/></mask></defs>"""


def stays(inside: str) -> None:
    try:
        first = read_svg(f"{HEAD}{DEFINED}{DOT}{inside}</svg>".encode())
    except BrochureError:
        event("refused")
        return
    event("read")
    again = read_svg(written(*first))
    assert again == first
    assert written(*again) == written(*first)


@given(LOGOS)
@settings(max_examples=100, deadline=None)
def test_any_svg_is_refused_or_rewritten_for_good(inside: str) -> None:
    stays(inside)


@pytest.mark.verify
@given(LOGOS)
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_very_many_svgs_are_refused_or_rewritten_for_good(inside: str) -> None:
    stays(inside)


WHOLE = {"svg": DRAWN["figma"].encode(), "png": encoded(picture(size=(600, 240))),
         "jpg": encoded(picture("RGB", (600, 240)), "JPEG", quality=60)}


@pytest.mark.parametrize("ending", WHOLE)
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(ending: str, data: st.DataObject, tmp_path: Path) -> None:
    spoil(ending, data, tmp_path)


@pytest.mark.verify
@pytest.mark.parametrize("ending", WHOLE)
@given(data=st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_very_many_bytes_are_read_or_refused(ending: str, data: st.DataObject, tmp_path: Path) -> None:
    spoil(ending, data, tmp_path)


def spoil(ending: str, data: st.DataObject, folder: Path) -> None:
    """A whole file with some bytes changed, cut off or put in; or any bytes behind its first ones."""
    content = bytearray(WHOLE[ending])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at:at + data.draw(st.sampled_from((0, 1, 4, len(content))))] = data.draw(st.binary(max_size=12))
    event("read" if not told(folder, f"a.{ending}", bytes(content)) else "refused")
