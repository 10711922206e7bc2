from __future__ import annotations

from dataclasses import replace

import pytest
from judged import messages, printed, with_html

from brochure.errors import BrochureError
from brochure.preflight import Subject, run

BREAKS = {
    "without a doctype": ("web", lambda subject: with_html(subject, "<!DOCTYPE html>\n", "")),
    "without an encoding": ("web", lambda subject: with_html(subject, '<meta charset="utf-8">', "")),
    "an element that is not closed": ("web", lambda subject: with_html(subject, "</main>", "</div></main>")),
}
ALSO = {"web/words", "web/letters", "web/metadata"}   # without an encoding, every ø is two other letters


def test_a_page_that_is_too_large_or_too_deep_is_refused() -> None:
    page = printed("web")
    for content, told in ((page.content + b" " * 5_000_000, "the page is too large: 5 MB is the most"),
                          (b"<!DOCTYPE html>" + b"<div>" * 2000, "elements are nested more than 500 deep")):
        with pytest.raises(BrochureError, match=told):
            run(replace(page, content=content))


def test_what_browsers_bear_is_read_to_its_end() -> None:
    deep = Subject("a.html", b"<!DOCTYPE html>" + b"<div>" * 490 + b"dypt", frozenset())
    assert deep.page.words == "dypt"
    assert len(messages("web/valid", deep)) >= 1
