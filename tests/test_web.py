"""The web page, by the command: what it tells of itself, what a clinic or a draft adds, and that it is one file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TWO, Run

from brochure.edition import read_source
from brochure.inspection.webpage import WebPage
from brochure.page.metadata import description
from brochure.project import Project


@pytest.fixture
def built(mini: Path, run: Run) -> Any:
    """Build the web page of the small project, and read it."""

    def build(*words: str, code: str = "nb", name: str = "") -> WebPage:
        result = run("build", code, "--format", "web", *words)
        assert (result.code, result.err) == (0, "")
        path = mini / "build" / (name or f"mini-{code}.html")
        return WebPage(path.read_bytes(), path.name)

    return build


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def told(page: WebPage) -> dict[str, Any]:
    [data] = page.linked_data
    assert isinstance(data, dict)
    return data


def links(page: WebPage) -> dict[str, str]:
    return {f"{link.get('rel')} {link.get('hreflang') or ''}".strip(): link.attrib["href"] for link in page.all("link")}


# --- what it tells of itself -----------------------------------------------------------------------------------------


def test_what_a_page_tells(built: Any) -> None:
    page = built(code="en")
    assert told(page) == {
        "@context": "https://schema.org", "@type": "MedicalWebPage", "name": "Sample", "inLanguage": "en",
        "description": page.meta("description"), "about": {"@type": "MedicalCondition", "name": "Sample"},
        "audience": {"@type": "Patient"}, "keywords": "sample, test", "version": "2", "datePublished": "2026-03",
        "dateModified": "2026-03", "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "Landsforeningen", "alternateName": "LKB",
                      "url": "https://www.example.no"}}
    assert (page.meta("og:locale"), page.meta("og:locale:alternate")) == ("en_NO", "nb_NO")
    assert (page.meta("og:title"), page.meta("og:type"), page.meta("og:image")) == ("Sample", "article", None)


def test_addresses_are_whole_only_where_the_site_is_known(built: Any, mini: Path) -> None:
    page = built()
    assert links(page) == {"alternate nb": "mini-nb.html", "alternate en": "mini-en.html",
                           "alternate x-default": "mini-nb.html"}
    assert (page.meta("og:url"), "url" in told(page)) == (None, False)
    edit(mini / "content/mini.yaml", "edition: 2\n", "edition: 2\nsite: https://www.example.no/b/\n")
    page = built()
    own = "https://www.example.no/b/mini-nb.html"
    assert links(page) == {"canonical": own, "alternate nb": own, "alternate x-default": own,
                           "alternate en": "https://www.example.no/b/mini-en.html"}
    assert (page.meta("og:url"), told(page)["url"]) == (own, own)


def test_a_clinic_s_page_does_not_lie_on_the_association_s_site(built: Any, mini: Path) -> None:
    edit(mini / "content/mini.yaml", "edition: 2\n", "edition: 2\nsite: https://www.example.no/b/\n")
    page = built("--clinic", "clinics/clinic.toml", name="clinic/mini-nb.html")
    assert links(page)["alternate en"] == "mini-en.html"
    assert "canonical" not in links(page)


def test_a_review_is_told_where_there_is_one(built: Any, mini: Path, sign: Run) -> None:
    edit(mini / "content/mini.yaml", "edition: 2\n", "edition: 2\nauthors: [Kari Nordmann]\n")
    sign("nb", "clinical", "Ola Nordmann, lege", "2025-09-30", "--only", "drawing:*")
    sign("nb", "clinical", "Lege Legesen, lege", "2026-02-01")
    sign("nb", "proof", "Per Nordmann, redaktør", "2026-03-01")
    data = told(built())
    assert data["lastReviewed"] == "2026-02"
    assert [person["name"] for person in data["reviewedBy"]] == ["Ola Nordmann, lege", "Lege Legesen, lege"]
    assert [person["name"] for person in data["author"]] == ["Kari Nordmann"]


def test_the_description_is_whole_sentences_of_the_text() -> None:
    brochure = read_source(Project(ROOT), "bekkenleddsmerter").brochure
    assert description(brochure, lambda message: message.text) == (
        "Bekkenleddsmerter er navnet på smerter som sitter over leddene i bekkenet. "
        "Bekkenet har tre store ledd: to iliosakralledd bak og symfysen foran.")
    long = description(brochure, lambda message: "smerter " * 50)
    assert len(long) <= 202
    assert long.endswith("smerter …")


# --- what others write -----------------------------------------------------------------------------------------------


def test_words_that_look_like_html_are_words(built: Any, mini: Path) -> None:
    (mini / "clinics/rar.toml").write_text(
        'name = "<script>a</script> & \\"Søn\\" \'s"\nhours = "</style></main><b>"\n', "utf-8")
    edit(mini / "content/mini.yaml", "name: Landsforeningen", "name: \"</script><script>alert('a')</script>&\"")
    page = built("--clinic", "clinics/rar.toml", name="rar/mini-nb.html")
    assert [script.get("type") for script in page.all("script")] == ["application/ld+json"]
    assert told(page)["publisher"]["name"] == "</script><script>alert('a')</script>&"
    assert "<script>a</script> & \"Søn\" 's" in page.words
    assert "</style></main><b>" in page.words
    assert page.errors == ()


def test_a_page_without_a_clinic_has_no_lines_to_write_on(built: Any) -> None:
    page = built()
    assert not {"imprint", "imprint.heading"} & set(page.ids)
    page = built("--clinic", "clinics/clinic.toml", name="clinic/mini-nb.html")
    assert {"imprint", "imprint.heading", "imprint.name", "imprint.telephone"} <= set(page.ids)
    assert "tel:+4722000000" in {link.attrib["href"] for link in page.links}


def test_a_draft_says_so(built: Any, mini: Path) -> None:
    catalogue = mini / "locales/en/LC_MESSAGES/mini.po"
    edit(catalogue, 'msgid "et punkt"\nmsgstr "', 'msgid "et punkt"\nmsgstr ""\n#~ "')
    page = built("--draft", code="en", name="mini-en-draft.html")
    assert page.meta("robots") == "noindex"
    assert [title.text for title in page.all("title")] == ["Draft: Sample"]
    [mark] = [element.text for element in page.all("p") if element.get("class") == "draft"]
    assert mark == "Draft"
    [kept] = [element for element in page.all("span") if element.get("class") == "untranslated"]
    assert (kept.get("lang"), kept.text) == ("nb", "et punkt")
    assert "mini-nb-draft.html" in {link.attrib["href"] for link in page.links}


# --- one file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TWO)
def test_films_are_links_in_the_order_of_the_locale(code: str, built: Any) -> None:
    films = [(link.get("href"), link.get("hreflang")) for link in built(code=code).links
             if "film" in link.attrib["href"] and not link.attrib["href"].startswith("#")]
    a, b = ("https://film.example.no/a", "nb"), ("https://film.example.no/b", "en")
    locale = (ROOT / f"tests/mini/locales/{code}/locale.toml").read_text("utf-8")
    first = re.search(r'films = \["film-(.)"', locale)
    assert first
    assert films == ([a, b] if first[1] == "a" else [b, a])


def test_a_new_language_changes_the_pages_of_the_others(built: Any, mini: Path, run: Run) -> None:
    built()
    assert "unchanged" in run("build", "nb", "--format", "web").out
    for name in ("locale.toml", "LC_MESSAGES/mini.po"):
        (mini / "locales/nn" / name).parent.mkdir(parents=True, exist_ok=True)
        (mini / "locales/nn" / name).write_bytes((mini / "locales/en" / name).read_bytes())
    page = built()
    assert [link.get("lang") for link in page.links if link.get("rel") == "alternate"] == ["en", "nn"]
    assert links(page)["alternate nn"] == "mini-nn.html"


def test_only_faces_that_are_used_are_in_the_page(built: Any, mini: Path) -> None:
    faces = re.findall(r"font-weight: (\d+); font-style: (\w+)", built().css)
    assert faces == [("400", "normal"), ("600", "normal"), ("300", "normal")]
    edit(mini / "content/mini.yaml", "facts: [A.1]\n        note: A note", "note: A note")
    edit(mini / "content/mini.yaml", "**trening**", "*trening*")
    assert ("400", "italic") in re.findall(r"font-weight: (\d+); font-style: (\w+)", built().css)


def test_the_manifest_pretends_no_pages(built: Any, mini: Path, run: Run) -> None:
    built()
    manifest = json.loads((mini / "build/manifest.json").read_text("utf-8"))["files"]["mini-nb.html"]
    assert (manifest["pages"], manifest["size"], manifest["unproven"]) == (0, 0, [])
    assert re.fullmatch(r"build/mini-nb\.html: \d+ kB\n", run("build", "nb", "--format", "web", "-o", "build").out
                        .replace("unchanged", "300 kB"))
