from __future__ import annotations

from judged import messages, printed, promising

from brochure.preflight import Subject


def _exchanged(subject: Subject) -> Subject:
    """Each language was promised to stand on the other side."""
    names = {"nb": "en", "en": "nb"}
    texts = tuple((f"{names[name[:2]]}{name[2:]}", text) for name, text in subject.promised.texts)
    return promising(subject, texts=texts)


def _longer(subject: Subject) -> Subject:
    first, *others = subject.promised.texts
    return promising(subject, texts=((first[0], f"{first[1]} og mer"), *others))


BREAKS = {"the sides exchanged": ("parallel", _exchanged), "a word is lost": ("parallel", _longer)}
ALSO = {"text/complete"}


def test_what_is_told() -> None:
    assert messages("parallel/languages", _longer(printed("parallel"))) == [
        "the words of nb/cover.kind are not all on the left halves: “Informasjon og mer”"]
    told = messages("parallel/languages", _exchanged(printed("parallel")))
    assert "the words of en/first.heading are not all on the right halves: “Første del”" in told
    assert "the words of nb/first.heading are not all on the left halves: “First part”" in told
