from __future__ import annotations

from judged import messages, printed, promising, with_html

_BREAKS = {
    "without a language": ('<html lang="nb"', "<html"),
    "another language": ('<html lang="nb"', '<html lang="en"'),
    "the wrong way": ('dir="ltr"', 'dir="rtl"'),
    "no language that there is": ('<main id="text"', '<main id="text" lang="norsk!"'),
    "an empty title": ("<title>Prøve</title>", "<title></title>"),
    "no zoom": ("initial-scale=1", "initial-scale=1, user-scalable=no"),
    "little zoom": ("initial-scale=1", "initial-scale=1, maximum-scale=1"),
    "two first headings": ("</main>", "<h1>To</h1></main>"),
    "a level skipped": ("</main>", "<h2>To</h2><h4>Fire</h4></main>"),
    "an empty heading": ("</main>", "<h2> </h2></main>"),
    "two footers": ("</body>", "<footer></footer></body>"),
    "an id twice": ("</main>", '<p id="text"></p></main>'),
    "a link to nothing": ('href="#films"', 'href="#filmer"'),
    "no skip link": ('href="#text"', 'href="#films"'),
}
BREAKS = {way: ("web", lambda subject, change=change: with_html(subject, *change)) for way, change in _BREAKS.items()}
ALSO = {"web/metadata"}   # the JSON-LD tells the language, too


def test_a_page_without_landmarks() -> None:
    page = with_html(with_html(printed("web"), "<footer>", "<div>"), "</footer>", "</div>")
    assert messages("web/structure", page) == ["the page has not a footer"]


def test_a_page_in_another_language_than_promised() -> None:
    told = messages("web/structure", promising(printed("web"), locale="nn"))
    assert told == ["the page is marked as “nb”, not as “nn”, or runs the other way"]
