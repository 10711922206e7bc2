"""The file is whole, and nobody is kept from using it."""

from __future__ import annotations

from brochure.preflight import OURS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    document = subject.document
    if document.metadata.encrypted:
        yield "the file is locked: it can be read, but what else can be done with it is restricted"
    if document.damage:
        yield f"the file is damaged, and could be read only because it was mended ({document.damage[0]})"
    return f"whole and not locked, PDF {document.metadata.version}"


CHECK = Check(
    id="document/sound",
    title="The file is whole and not locked",
    rationale="A damaged file opens in one program and not in another; a locked one can keep a screen reader, a "
              "translator or a print shop out: ISO 19005-2, 6.1.3; ISO 14289-1, 7.16.",
    looks_at="how the file is built",
    proves=frozenset({OURS}),
    otherwise="warning",
    look=_look,
    hint="Export it again from the program that it comes from, without a password or restrictions.",
)
