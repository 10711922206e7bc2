from __future__ import annotations

import pytest
from judged import messages, printed, with_html

_BREAKS = {
    "no alternative text": ("</main>", '<img src="data:image/png;base64,AA"></main>'),
    "an empty one in a figure": ("</main>", '<figure><img src="data:image/png;base64,AA" alt=""></figure></main>'),
    "a drawing without a name": ("</main>", "<svg></svg></main>"),
    "a link without words": ("</main>", '<p><a href="https://example.no"> </a></p></main>'),
    "a navigation without a name": ("</main>", "<nav></nav></main>"),
    "two of one name": ("</main>", '<nav aria-label="Språk"></nav></main>'),
}
BREAKS = {way: ("web", lambda subject, change=change: with_html(subject, *change)) for way, change in _BREAKS.items()}


@pytest.mark.parametrize("named", [
    '<img src="data:,a" alt="">', '<svg aria-hidden="true"></svg>', "<svg><title>En skål</title></svg>",
    '<svg aria-label="En skål"></svg>', '<nav aria-labelledby="imprint-name"></nav><b id="imprint-name">Mer</b>',
    '<a href="https://a.no"><img src="data:,a" alt="En skål"></a>', '<a href="https://a.no" aria-label="Mer"></a>',
    '<a href="https://a.no"><svg><title>En skål</title></svg></a>',
])
def test_what_has_a_name_or_needs_none(named: str) -> None:
    assert messages("web/names", with_html(printed("web"), "</main>", f"{named}</main>")) == []
