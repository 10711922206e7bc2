from __future__ import annotations

import pytest
from judged import said, told_of

BREAKS = {"bracket": said("an item (the first"), "quotation mark": said('an "item'), "closed": said("an item)")}


@pytest.mark.parametrize("text", [
    "„so“ sagt man", "»slik« og »slik«", "”så” säger man", "“so” ‘and so’", "a) this b) that", "it’s (really) so",
    '"one" and "two"', "(see [the word](norsk))",
])
def test_pairs_of_many_languages(text: str) -> None:
    assert told_of("words/pairs", text, "x") == []


@pytest.mark.parametrize("text", ["„so sagt man", "så” säger man", "«slik", "(a]b)"])
def test_what_has_no_partner(text: str) -> None:
    assert told_of("words/pairs", text, "x")
