"""Words as operators of a page's content: at once in one of its own fonts, or form by form in any face."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from brochure.imprinting.faces import advance
from brochure.shaping import Faces, Form, Run, form_told, told_together, units

_FEW = 1.0 / 1024
_UNITS = 1024   # of the engine, in a px
_KEPT = 2_000   # texts, so that labels and what several clinics share is not shaped again


class Shown(NamedTuple):
    """The operator that shows words, and their forms as HarfBuzz tells them."""

    operator: bytes
    forms: list[str]


class PageFont:
    """A font of a page, by its name there: the first of some faces, with the forms of it that are embedded."""

    def __init__(self, name: bytes, faces: Faces, forms: frozenset[int], language: str) -> None:
        self.name, self.faces, self.forms, self.language = name, faces, forms, language
        self.face = faces[0].path
        self._known: dict[str, Shown | None] = {}
        self._written, self._ahead, self._units = _Written(self.face, forms), _Ahead(), units(self.face)

    def know(self, texts: Sequence[str]) -> None:
        """Shape those of some texts that are not known yet."""
        if len(self._known) > _KEPT:
            self._known.clear()
        if new := [text for text in texts if text not in self._known]:
            self._known.update(zip(new, map(self._read, told_together(new, self.faces, self.language)), strict=True))

    def shown(self, text: str) -> Shown | None:
        """Give how a text is shown; None for one that is to be written form by form."""
        if text not in self._known:
            self.know([text])
        return self._known[text]

    def width(self, shown: Shown) -> float:
        """Give how wide words are, in em."""
        return sum(map(self._ahead.__getitem__, shown.forms)) / self._units

    def _read(self, told: str | None) -> Shown | None:
        if told is None:
            return None
        forms = told.split("|")
        try:
            return Shown(b"[<%b>] TJ" % b"".join(map(self._written.__getitem__, forms)), forms)
        except _NotPlain:
            return None


class _NotPlain(Exception):
    """A form that is not embedded in the page's font, or is moved."""


class _Written(dict[str, bytes]):
    """How a form is written in a string, by how HarfBuzz tells it, with how much nearer the next one stands."""

    def __init__(self, face: Path, forms: frozenset[int]) -> None:
        self._face, self._forms = face, forms

    def __missing__(self, told: str) -> bytes:
        form = form_told(told)
        if form.right or form.up or form.number not in self._forms:
            raise _NotPlain
        nearer = _nearer(form, self._face, units(self._face))
        self[told] = b"%04x>%d<" % (form.number, nearer) if nearer else b"%04x" % form.number
        return self[told]


class _Ahead(dict[str, int]):
    def __missing__(self, told: str) -> int:
        self[told] = form_told(told).ahead
        return self[told]


def _nearer(form: Form, face: Path, em: int) -> int:
    """How much nearer the next form stands than a form is wide (1/1000 em), as the engine rounds it."""
    return int(advance(face, form.number) + _UNITS * form.right / em - 1000 * form.ahead / em + _FEW)


def form_by_form(run: Run, size: float) -> bytes:
    """Give the operators that show a run: its forms, and between them how much nearer the next one stands (1/1000 em).

    A form that is moved to the right or up is written as the engine does it (WeasyPrint 70.0); `size` in px.
    """
    shown: list[bytes] = []
    parts: list[bytes] = []
    plain: list[bytes] = []

    def show() -> None:
        nonlocal parts, plain
        if plain:
            parts.append(b"<%b>" % b"".join(plain))
        if parts:
            shown.append(b"[%b] TJ" % b"".join(parts))
        parts, plain = [], []

    for form in run.forms:
        right, up = _UNITS * form.right / run.em, _UNITS * form.up / run.em
        if abs(up) > _FEW:
            show()
            shown += [b"%.6g Ts" % (up * size / 1000),
                      b"[%b<%04x>] TJ" % (b"%.6g " % -right if right else b"", form.number), b"0 Ts"]
        else:
            if abs(right) > _FEW:
                parts.append(b"<%b>%.6g" % (b"".join(plain), -right))
                plain = []
            plain.append(b"%04x" % form.number)
        if nearer := _nearer(form, run.face, run.em):
            parts.append(b"<%b>%d" % (b"".join(plain), nearer))
            plain = []
    show()
    return b"\n".join(shown)
