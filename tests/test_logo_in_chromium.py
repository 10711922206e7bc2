"""Logos as drawing programs write them look the same in a real Chromium before and after they are drawn anew."""

from __future__ import annotations

import base64
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from logos import DRAWN, read
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, sync_playwright

WIDTH = 600   # px


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        if os.environ.get("BROCHURE_REQUIRE_CHROMIUM"):
            pytest.fail("there is no Chromium")
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": WIDTH, "height": WIDTH})
        browser.close()


def seen(page: Page, svg: bytes) -> Image.Image:
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    page.set_content(f'<body style="margin: 0"><img style="width: {WIDTH}px; display: block" src="{address}">')
    page.wait_for_function("document.images[0].complete && document.images[0].naturalWidth > 0")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


@pytest.mark.verify
@pytest.mark.parametrize("name", DRAWN)
def test_a_logo_looks_as_it_did(name: str, tmp_path: Path, page: Page) -> None:
    before, after = seen(page, DRAWN[name].encode()), seen(page, read(tmp_path, "a.svg", DRAWN[name].encode()).content)
    difference = ImageChops.difference(before, after).convert("L")
    assert ImageStat.Stat(before.convert("L")).extrema[0][0] < 120
    assert ImageStat.Stat(difference).mean[0] < 0.2
    assert sum(difference.histogram()[96:]) < 20   # edges may differ by a shade, nothing by more
