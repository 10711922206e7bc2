from __future__ import annotations

from judged import said, told_of

BREAKS = {
    "not closed": said("**Call the doctor if needed.", identifier="first.box"),
    "lost": said("Call the doctor if needed.", identifier="first.box"),
    "slot": said("Latest edition: [www.example.no](hjem)", identifier="back.latest"),
    "placeholder": said("Edition {edition}, {dato}", identifier="phrase.edition"),
}


def test_marks_may_stand_elsewhere() -> None:
    more = told_of("words/markup", "On our [site](home) you find **more**.", "Du finner **mer** på [sidene](home).")
    assert more == []
    assert told_of("words/markup", "More on [our](home) [site](home).", "Mer på [sidene](home).") == [
        "the slots differ: the source has […](home), the translation […](home), […](home)"]
