"""Every word of the brochure is in the file, and can be read out of it."""

from __future__ import annotations

from brochure.inspection.text import letters, stands_on
from brochure.preflight import ALWAYS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    pages = [letters(text) for text in subject.document.page_texts]
    turned = subject.promised.direction == "rtl"
    texts = [(name, text) for name, text in subject.promised.texts if not name.endswith(".alt")]
    for name, text in texts:
        if not stands_on(text, pages, right_to_left=turned):
            yield f"the words of {name} are not all there: “{text[:60]}”"
    return f"{len(texts)} texts, {sum(len(text.split()) for _, text in texts)} words"


CHECK = Check(
    id="text/complete",
    title="Every word is in the file",
    rationale="A lost line, or letters that cannot be copied or read aloud, is a lost fact; it is medical advice.",
    looks_at="the words of every page, as a reader copies them, and those of the content or the translation",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Look at the page: something hides the words, or takes them away. Please report it if it is not the layout.",
)
