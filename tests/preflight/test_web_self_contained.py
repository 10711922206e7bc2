from __future__ import annotations

import pytest
from judged import messages, printed, with_html

_BREAKS = {
    "a script": ("</main>", "<script>let a = 1</script></main>"),
    "data from elsewhere": ("</main>", '<script type="application/json" src="a.json"></script></main>'),
    "another page in the page": ("</main>", '<iframe src="data:text/html,a"></iframe></main>'),
    "goes away by itself": ("<title>", '<meta http-equiv="refresh" content="1"><title>'),
    "a picture from elsewhere": ("</main>", '<img src="https://example.no/a.png" alt="a"></main>'),
    "an event": ('<main id="text"', '<main id="text" onclick="a()"'),
    "a stylesheet from elsewhere": ("<title>", '<link rel="stylesheet" href="https://example.no/a.css"><title>'),
    "a link that runs": ("</main>", '<p><a href="javascript:a()">a</a></p></main>'),
    "a style that fetches": ("</style>", "p { background: url(https://example.no/a.png) }</style>"),
    "a style that imports": ("</style>", "@import 'https://example.no/a.css';</style>"),
    "a style attribute that fetches": ("<footer>", '<footer style="background: url(a.png)">'),
    "a form": ("</main>", '<form></form></main>'),
    "no policy": ("default-src 'none'", "default-src *"),
}
BREAKS = {way: ("web", lambda subject, change=change: with_html(subject, *change)) for way, change in _BREAKS.items()}
ALSO = {"web/links"}   # sees a link that runs as one that leads nowhere


@pytest.mark.parametrize("harmless", [
    '<a href="https://example.no">a</a>', '<a href="#text">a</a>', '<img src="data:image/png;base64,AA" alt="a">',
    '<svg><use href="#a"></use></svg>', '<p style="color: red">a</p>',
])
def test_what_fetches_nothing_is_no_fault(harmless: str) -> None:
    assert messages("web/self-contained", with_html(printed("web"), "</main>", f"{harmless}</main>")) == []
