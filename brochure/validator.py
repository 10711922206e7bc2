"""Judges PDF/UA-1 and PDF/A-2a in process. The only module that knows the validator, page-validation (PyPI)."""

from __future__ import annotations

from collections.abc import Iterator


def failures(pdf: bytes, profile: str) -> Iterator[str]:
    """Give a line for every rule that a file breaks; `profile` is a name of its ValidationProfile."""
    import page

    try:
        report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile[profile])
    except page.PageError as error:
        yield f"the validator cannot read the file: {error}"
        return
    for failure in report.failures:
        yield f"{failure.rule_id}: {failure.message}"
    if not report.is_compliant and not report.failures:
        yield "the validator does not pass the file, and does not say why"
