"""Every word of the brochure is on the page, in the order of the brochure."""

from __future__ import annotations

from brochure.inspection.text import letters
from brochure.preflight import ALWAYS, Check, Look, Subject


def _look(subject: Subject) -> Look:
    whole, position = letters(subject.page.words), 0
    pictures = [letters(picture.get("alt", "")) for picture in subject.page.all("img")]
    texts = subject.promised.texts
    for name, text in texts:
        wanted = letters(text)
        if name.endswith(".alt"):
            if wanted not in pictures:
                yield f"the alternative text {name} is not on the page: “{text[:60]}”"
            continue
        found = whole.find(wanted, position)
        if found >= 0:
            position = found + len(wanted)
        elif wanted in whole:
            yield f"the words of {name} stand too early on the page: “{text[:60]}”"
        else:
            yield f"the words of {name} are not all there: “{text[:60]}”"
    return f"{len(texts)} texts, {sum(len(text.split()) for _, text in texts)} words"


CHECK = Check(
    id="web/words",
    title="Every word is on the page, in order",
    rationale="A lost line is a lost fact; it is medical advice. What is read aloud must make sense in its order: WCAG "
              "2.2, 1.3.2.",
    looks_at="the words of the page in the order of reading, and those of the content or the translation",
    proves=frozenset({ALWAYS}),
    promised=True,
    look=_look,
    hint="Look at the template of the page in layouts/base/web.html: it leaves something out.",
    kind="html",
)
