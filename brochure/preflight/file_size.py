"""The file is small enough to be sent and opened anywhere."""

from __future__ import annotations

from brochure.formats import UA
from brochure.preflight import ALWAYS, Check, Look, Subject

_OURS, _ANY = 500_000, 10_000_000   # bytes


def _look(subject: Subject) -> Look:
    size = len(subject.content)
    if subject.promise and UA in subject.claims and size > _OURS:
        yield f"the file has {size / 1000:.0f} kB; {_OURS / 1000:.0f} kB should do"
    elif subject.promise is None and size > _ANY:
        yield f"the file has {size / 1e6:.0f} MB; mail and telephones take {_ANY / 1e6:.0f} MB well"
    return f"{size / 1000:.0f} kB"


CHECK = Check(
    id="file/size",
    title="The file is small",
    rationale="It is opened on telephones with a poor connection, and sent by mail.",
    looks_at="the size of the file; files of ours for print may be large",
    proves=frozenset({ALWAYS}),
    level="warning",
    look=_look,
    hint="Use drawings, or pictures with fewer pixels.",
)
