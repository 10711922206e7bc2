"""Nothing in the file runs by itself, and nothing is hidden in it."""

from __future__ import annotations

from brochure.preflight import OURS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    document = subject.document
    if document.metadata.scripts:
        yield "the file runs a script"
    for name in document.metadata.attachments:
        yield f"another file is within it: “{name[:60]}”"
    for link in document.links:
        if link.action in ("Launch", "JavaScript", "ImportData", "SubmitForm"):
            yield f"page {link.page}: a link starts something ({link.action} {link.address[:60]})".replace(" )", ")")
    return "no scripts, no files within it"


CHECK = Check(
    id="document/actions",
    title="Nothing in the file runs, and nothing is hidden in it",
    rationale="Scripts, programs and attachments are refused by mail filters and archives, and can do harm: ISO "
              "19005-2, 6.5 and 6.8.",
    looks_at="scripts, attachments, and what links do",
    proves=frozenset({OURS}),
    otherwise="warning",
    later=True,
    look=_look,
    hint="Export the file again without scripts and attachments.",
)
