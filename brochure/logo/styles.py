"""What an element of a logo says of itself: attributes, the rules of `<style>`, its own `style`, in the order of CSS.

Of selectors only names, classes and ids are known, which is what drawing programs write. tinycss2 reads the CSS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import tinycss2

from brochure.errors import BrochureError, short
from brochure.logo.tree import AGAIN, Element, local

MOST_RULES, MOST_CSS = 500, 200_000   # letters of CSS: tinycss2 reads about 300 of them in a millisecond
_MOST_LOOKS = 500_000   # at a rule, for an element of another kind, class or id than those before
ATTRIBUTES = "Have the program write presentation attributes instead of CSS when it exports the SVG."
_SELECTOR = re.compile(r"\s*([A-Za-z][\w-]*|\*)?((?:[.#][A-Za-z_-][\w-]*)*)\s*")
_ADDRESS = re.compile(r"url\(\s*[^)]*\)?", re.IGNORECASE)
_LEFT_OUT = {"charset", "namespace", "font-face", "keyframes", "-webkit-keyframes", "page"}

Declarations = tuple[tuple[str, str, bool], ...]   # name, value, whether it is important


@dataclass(frozen=True)
class _Rule:
    element: str
    classes: frozenset[str]
    ids: frozenset[str]
    declarations: Declarations

    def weight(self) -> tuple[int, int, int]:
        return len(self.ids), len(self.classes), self.element not in ("", "*")

    def fits(self, element: Element, classes: frozenset[str]) -> bool:
        return (self.element in ("", "*", element.name) and self.classes <= classes
                and self.ids <= {element.attributes.get("id", "")})


class Styles:
    """The stylesheets of a logo."""

    def __init__(self, root: Element) -> None:
        """Read them; raises BrochureError for what is too much, not known, or leads outside."""
        text = "".join(element.text for element in root.walk() if element.name == "style")
        if sum(map(len, (text, *(element.attributes.get("style", "") for element in root.walk())))) > MOST_CSS:
            raise BrochureError(f"has more than {MOST_CSS:,} letters of CSS", None, ATTRIBUTES)
        rules = list(_rules(text))
        if len(rules) > MOST_RULES:
            raise BrochureError(f"has more than {MOST_RULES} rules of CSS", None, ATTRIBUTES)
        self._rules = sorted(rules, key=_Rule.weight)   # of the same weight, the last one counts
        self._ids = frozenset(name for rule in rules for name in rule.ids)
        self._known: dict[int, Mapping[str, str]] = {}
        self._ruled: dict[tuple[str, str, str], tuple[dict[str, str], dict[str, str]]] = {}

    def of(self, element: Element) -> Mapping[str, str]:
        """Give the properties and attributes of an element; inherited ones are not among them."""
        if id(element) not in self._known:
            self._known[id(element)] = self._read(element)
        return self._known[id(element)]

    def _read(self, element: Element) -> Mapping[str, str]:
        result = {name: value.strip() for name, value in element.attributes.items()}
        own: tuple[dict[str, str], dict[str, str]] = {}, {}
        _take(own, _declarations(tinycss2.parse_blocks_contents(element.attributes.get("style", ""))))
        for ruled, declared in zip(self._by_rules(element), own, strict=True):   # the important ones come last
            result.update(ruled)
            result.update(declared)
        return result

    def _by_rules(self, element: Element) -> tuple[dict[str, str], dict[str, str]]:
        name, classes = element.attributes.get("id", ""), element.attributes.get("class", "")
        key = (element.name, classes, name if name in self._ids else "")
        if key not in self._ruled:
            if len(self._ruled) * len(self._rules) > _MOST_LOOKS:
                raise BrochureError("has too many classes with too many rules of CSS", None, ATTRIBUTES)
            given: tuple[dict[str, str], dict[str, str]] = {}, {}
            for rule in self._rules:
                if rule.fits(element, frozenset(classes.split())):
                    _take(given, rule.declarations)
            self._ruled[key] = given
        return self._ruled[key]


def _take(given: tuple[dict[str, str], dict[str, str]], declarations: Declarations) -> None:
    """Put declarations over those that are given: the plain ones first, and the important ones."""
    for name, value, important in declarations:
        given[important][name] = value


def _rules(text: str) -> Iterator[_Rule]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            _at_rule(rule)
        elif rule.type == "qualified-rule":
            declarations = _declarations(tinycss2.parse_blocks_contents(rule.content))
            for selector in tinycss2.serialize(rule.prelude).split(","):
                found = _SELECTOR.fullmatch(selector)
                if not found or not selector.strip():
                    raise BrochureError(f"has CSS for “{short(selector)}”, which is not read", None, ATTRIBUTES)
                names = re.findall(r"[.#][\w-]+", found[2])
                yield _Rule(found[1] or "", frozenset(name[1:] for name in names if name[0] == "."),
                            frozenset(name[1:] for name in names if name[0] == "#"), declarations)
        else:
            raise BrochureError("has CSS that cannot be read", None, ATTRIBUTES)


def _at_rule(rule: Any) -> None:
    keyword = rule.lower_at_keyword
    if keyword == "import":
        raise BrochureError("names a stylesheet, which lies outside of it", None, AGAIN)
    dark = keyword == "media" and "prefers-color-scheme" in tinycss2.serialize(rule.prelude)   # of screens only
    if not dark and keyword not in _LEFT_OUT:
        raise BrochureError(f"has “@{short(keyword)}” in its CSS, which is not read", None, ATTRIBUTES)


def _declarations(parsed: list[Any]) -> Declarations:
    found = []
    for declaration in parsed:
        if declaration.type == "declaration":
            value = tinycss2.serialize([token for token in declaration.value if token.type != "comment"]).strip()
            found.append((declaration.lower_name, value, bool(declaration.important)))
    return tuple(found)


def outside(value: str) -> bool:
    """Whether a value names something that does not lie in the file."""
    return any(local(address) is None for address in _ADDRESS.findall(value))
