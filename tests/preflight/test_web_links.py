from __future__ import annotations

from judged import messages, printed, promising, with_html

_SWITCH = '<a href="mini-en.html" lang="en" hreflang="en"'
_BREAKS = {
    "no way to another language": (_SWITCH, '<a href="https://example.no" lang="en" hreflang="en"'),
    "a way to the wrong one": (_SWITCH, '<a href="mini-nb.html" lang="en" hreflang="en"'),
    "its language is not marked": (_SWITCH, '<a href="mini-en.html" hreflang="en"'),
    "not told in the head": ('<link rel="alternate" hreflang="en"', '<link rel="alternate" hreflang="en-GB"'),
    "no default": ('<link rel="alternate" hreflang="x-default"', '<link rel="alternate" hreflang="nn"'),
    "a film left out": ('<a href="https://film.example.no/a"', '<a href="https://example.no/b"'),
    "a link to a file that is not there": ("</main>", '<p><a href="mini-se.html">se</a></p></main>'),
}
BREAKS = {way: ("web", lambda subject, change=change: with_html(subject, *change)) for way, change in _BREAKS.items()}


def test_a_language_that_was_added() -> None:
    files = (*printed("web").promised.languages, ("se", "mini-se.html"))
    assert messages("web/links", promising(printed("web"), languages=files)) == [
        "no link leads to the page in “se”, mini-se.html",
        "the head of the page does not tell where the page in “se” is"]
