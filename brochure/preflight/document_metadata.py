"""What the file says of itself is said once, or twice the same."""

from __future__ import annotations

from brochure.preflight import ALWAYS, Check, Look, Subject

_SAME = ("author", "subject", "keywords", "creator", "producer")


def _look(subject: Subject) -> Look:
    metadata = subject.document.metadata
    for name in _SAME:
        xmp, info = metadata.xmp.get(name), metadata.info.get(name)
        if xmp and info and xmp != info:
            yield f"the file names two: {name} “{xmp[:60]}” and “{info[:60]}”"
    told = {**metadata.info, **metadata.xmp}
    if "author" not in told:
        yield "the file does not say who made it (the author)"
    return ", ".join(f"{name} {told[name][:60]}" for name in ("author", "producer", "created") if name in told)


CHECK = Check(
    id="document/metadata",
    title="The file says who made it, and does not contradict itself",
    rationale="A reader, a library or a search wants to know whose advice it is: ISO 19005-2, 6.6.3.",
    looks_at="the metadata (XMP) and the document information",
    proves=frozenset({ALWAYS}),
    level="note",
    later=True,
    look=_look,
    hint="Fill in the document’s properties in the program that it comes from.",
)
