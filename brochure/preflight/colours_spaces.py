"""The file is either for a screen or for a press, not half and half."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject

_SCREEN, _PRESS = {"RGB", "Lab"}, {"CMYK"}


def _look(subject: Subject) -> Look:
    on: dict[str, list[int]] = {}
    families: dict[str, set[str]] = {}
    for marks in subject.document.marks:
        for space in marks.painted:
            if space.family or space.kind == "unknown":
                on.setdefault(space.name, []).append(marks.page.number)
                families.setdefault(space.family, set()).add(space.name)
    for screen in sorted(_SCREEN & families.keys()):
        for press in sorted(_PRESS & families.keys()):
            rare = min((screen, press), key=lambda family: sum(len(on[name]) for name in families[family]))
            first = min(number for name in families[rare] for number in on[name])
            yield f"page {first}: the file has {press} as well as {screen}; {rare} is here first"
    return ", ".join(sorted(on))


CHECK = Check(
    id="colours/spaces",
    title="Colours are for a screen (RGB) or for a press (CMYK), not both",
    rationale="The same colour, set once in RGB and once in CMYK, is printed as two that differ. Rule of print shops: "
              "one of them.",
    looks_at="the colour spaces of what is drawn on every page, pictures and shadings too",
    proves=frozenset({ALWAYS}),
    level="warning",
    later=True,
    look=_look,
    hint="Export the file for one of them: as PDF/X-4 for a print shop, as RGB for screens.",
)
