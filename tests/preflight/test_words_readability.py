from __future__ import annotations

from dataclasses import replace

import pytest
from judged import said, spoken, with_words

from brochure import preflight

BREAKS = {"hard": said("The physiotherapeutic rehabilitation of musculoskeletal conditions necessitates individualised "
                       "interdisciplinary evaluation, stabilisation, mobilisation and biomechanical considerations. "
                       "Communication facilitates understanding of the aetiological considerations regarding "
                       "physiological reorganisation, hormonal irregularities and neuromuscular coordination. "
                       "Multidisciplinary collaboration necessitates institutional responsibilities."),
          "long": said("The item" + " and the item" * 12)}
ALSO = {"words/length", "words/repeated", "words/omitted", "words/punctuation", "words/fit"}


@pytest.mark.parametrize(("code", "measure"), [("nb", "LIX"), ("en", "Flesch–Kincaid grade"),
                                               ("pl", "words in a sentence")])
def test_each_language_is_measured_by_what_is_valid_for_it(code: str, measure: str) -> None:
    subject = with_words(spoken(), locale=replace(spoken().told.locale, code=code))
    [result] = preflight.run(subject, among=lambda check: check.id == "words/readability")
    assert result.saw.startswith(f"{measure} ")
