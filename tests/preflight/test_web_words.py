from __future__ import annotations

from judged import messages, printed, promising, with_html

from brochure.preflight import Subject


def _in_another_order(subject: Subject) -> Subject:
    texts = subject.promised.texts
    moved = next(entry for entry in texts if entry[0] == "second.heading")
    rest = [entry for entry in texts if entry is not moved]
    return promising(subject, texts=(*rest, moved))


BREAKS = {
    "words lost": ("web", lambda subject: with_html(subject, "av noen", "av")),
    "an alternative text changed": ("web", lambda subject: with_html(subject, 'alt="Bekkenet."', 'alt="En skål."')),
    "in another order": ("web", _in_another_order),
}


def test_hyphens_and_elements_within_words_do_not_count() -> None:
    assert messages("web/words", with_html(printed("web"), "av noen", "av no\u00ad<b>en</b>")) == []
    assert messages("web/words", with_html(printed("web"), "av noen", "av <script>noen</script>")) == [
        "the words of second.numbers.ten.label are not all there: “av noen”"]
