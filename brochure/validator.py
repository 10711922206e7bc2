"""Judges PDF/UA-1 and PDF/A-2a in process. The only module that knows the validator, page-validation (PyPI)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import lru_cache
from typing import Any

from brochure.formats import ARCHIVE, UA

_PROFILES = {UA: "PDF_UA_1", ARCHIVE: "PDF_A_2A"}


def begin(pdf: bytes, claims: frozenset[str]) -> None:
    """Have a file judged for its claims in threads, beside other work; `failures` then has less to wait for."""
    for claim in claims & _PROFILES.keys():
        _judged(pdf, claim)


def failures(pdf: bytes, claim: str) -> Iterator[str]:
    """Give a line for every rule of a claim, PDF/UA-1 or PDF/A-2a, that a file breaks."""
    import page

    try:
        report = _judged(pdf, claim).result()
    except page.PageError as error:
        yield f"the validator cannot read the file: {error}"
        return
    for failure in report.failures:
        yield f"{failure.rule_id}: {failure.message}"
    if not report.is_compliant and not report.failures:
        yield "the validator does not pass the file, and does not say why"


@lru_cache(maxsize=4)
def _judged(pdf: bytes, claim: str) -> Future[Any]:
    """The report that a thread is working on: the validator lets other threads run meanwhile."""
    import page

    future: Future[Any] = Future()

    def work() -> None:
        try:
            future.set_result(page.validate_pdf_bytes(pdf, profile=page.ValidationProfile[_PROFILES[claim]]))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=work, name=f"judging {claim}", daemon=True).start()
    return future
