"""How many letters each text may have, in any language: measured on the pages, at the smallest type and drawings.

The texts of the source are filled up with ordinary words of the source, and the pages laid out again and again. First
the running text grows by a factor, as far as its part of the brochure has room; then every text grows to the end of the
lines that it has. So all texts fit together when each is as long as its budget.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from brochure.desk import Desk
from brochure.edition import Source
from brochure.files import write_whole
from brochure.formats import FORMATS
from brochure.geometry import PageLayout, Piece
from brochure.kept import engine, read_json
from brochure.model import Brochure, BulletList, Message, messages, with_messages
from brochure.project import Project, digest

# What may take more lines than in the source where its part has room; all else keeps to the lines that it has.
_FLOWING = {"paragraph", "box", "list item", "words before a list", "words under a number", "caption", "film",
            "line on the back page"}
# What stands on no page, or in a line with words of the program's own.
UNPRINTED = {"text read aloud in place of a drawing", "keywords", "phrase"}
_FACTORS = (1.0, 1.02, 1.04, 1.06, 1.08, 1.1, 1.13, 1.16, 1.2, 1.25, 1.3, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0)
_LEAP = 64        # letters: what at most is looked for beyond, a little less than a line
_REPAIRS = 8      # times that texts which lie over each other are shortened
_TOUCH = (0.3, 1.2)   # mm that two pieces may share across and down: lines touch within the space between them
_BEYOND = 0.3     # mm that a line may run out of its column
Tell = Callable[[str], None]


@dataclass(frozen=True)
class _Measured:
    """What a layout says: the lines of each text, the parts that do not fit, the texts that lie over others."""

    lines: Counter[str]
    beyond: frozenset[str]
    clash: frozenset[str]


def budgets(project: Project, source: Source, tell: Tell = lambda _: None, pages: int | None = None) -> dict[str, int]:
    """Give the most letters of each printed text by its id, as they are typed, markup included; never less than today.

    `pages` are those that a locale has, where they are not the brochure's. Nothing is given if the source itself does
    not fit at the smallest type. `tell` is called with a line for each step. What was measured is kept until the words,
    the layouts, typefaces or drawings change.
    """
    kept = project.cache / "budgets" / f"{_key(project, source, pages)}.json"
    if found := read_json(kept):
        return {name: int(number) for name, number in found["budgets"].items()}
    from brochure.press import Press

    desk = Desk(project, source, source.brochure.language, FORMATS["screen"], Press(project.fonts, project.cache))
    desk.planned = pages or source.brochure.pages
    found = {"budgets": _Search(desk, tell).result()}
    write_whole(kept, json.dumps(found, indent=1).encode())
    return dict(found["budgets"])


def filled(brochure: Brochure, lengths: Mapping[str, int]) -> Brochure:
    """Give a brochure in which texts are filled up with its own words to some lengths (letters as typed)."""
    words = [word for message in messages(brochure.sections) for word in re.findall(r"[^\W\d_]+", message.text)]

    def fill(message: Message) -> Message:
        room = lengths.get(message.id, 0) - len(message.text)
        if room < 1 or not words:
            return message
        start = sum(map(ord, message.id))   # not the same words at every end
        more = " ".join(words[(start + number) % len(words)] for number in range(room // 2 + 1))[:room - 1]
        return replace(message, text=f"{message.text} {more}"[:len(message.text) + room].rstrip().ljust(
            len(message.text) + room, "e"))

    return with_messages(brochure, fill)


def _key(project: Project, source: Source, pages: int | None) -> str:
    folders = (project.layouts, project.fonts, project.images)
    paths = [project.content / f"{source.brochure.id}.yaml", project.locales / source.brochure.language / "locale.toml",
             *(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()),
             *sorted(Path(__file__).parent.rglob("*.py"))]
    return digest(paths, project.root, str(pages), *engine().values())


class _Search:
    def __init__(self, desk: Desk, tell: Tell) -> None:
        self.desk, self.tell = desk, tell
        self.edition = desk.edition
        from brochure.page.setter import SHORT  # letters: a list of items no longer than that stands in two columns

        brochure = self.brochure = desk.edition.brochure
        self.part = {message.id: part for part, of in (("cover", brochure.cover), ("", brochure.sections),
                                                       ("back", brochure.back)) for message in messages(of)}
        self.texts = {message.id: message for message in messages((brochure.cover, brochure.sections, brochure.back))}
        # The line about the newest edition stands behind another.
        self.block = {brochure.back.latest.id: "back.edition"} if brochure.back.latest else {}
        self.most = {item.id: SHORT for section in brochure.sections for block in section.blocks
                     if isinstance(block, BulletList) and max(len(item.text) for item in block.items) <= SHORT
                     for item in block.items}
        self.tried = 0

    def result(self) -> dict[str, int]:
        """Give the budgets."""
        today = {name: len(message.text) for name, message in self.texts.items()}
        start = self.measured(today)
        if start.beyond:
            return {}
        printed = {name: length for name, length in today.items() if start.lines[name]}
        grown = self.grown(printed, start)
        limits = self.measured(grown).lines
        full = self.lengthened(grown, limits, start.clash)
        for _ in range(_REPAIRS):
            last = self.measured(full)
            wrong = last.clash - start.clash
            if not (last.beyond or wrong):
                return full
            # Two texts that have room, but not both at once, grow half as much.
            full.update({name: (full[name] + grown[name]) // 2 for name in wrong & full.keys()})
        return grown

    def grown(self, today: dict[str, int], start: _Measured) -> dict[str, int]:
        """Give the lengths at the largest factor at which each part fits; a part is tried apart from the others."""
        low = dict.fromkeys(("", "back"), 0)
        high = dict.fromkeys(low, len(_FACTORS))
        while any(high[part] - low[part] > 1 for part in low):
            middle = {part: (low[part] + high[part]) // 2 for part in low}
            measured = self.measured(self._by(today, middle))
            wrong = measured.beyond | {self.part[name] for name in measured.clash - start.clash if name in self.part}
            for part in low:
                (high if part in wrong else low)[part] = middle[part]
        return self._by(today, low)

    def lengthened(self, grown: dict[str, int], limits: Counter[str], clash: frozenset[str]) -> dict[str, int]:
        """Give the lengths at which no text takes another line; all texts are tried at once."""
        low = dict(grown)
        leap = _LEAP // 2
        while leap > 1:
            tried = {name: max(low[name], min(length + leap, self.most.get(name, length + leap)))
                     for name, length in low.items()}
            measured = self.measured(tried)
            low.update({name: length for name, length in tried.items()
                        if measured.lines[name] <= limits[name] and name not in measured.clash - clash})
            leap //= 2
        return low

    def measured(self, lengths: Mapping[str, int]) -> _Measured:
        """Lay the pages out with texts of some lengths."""
        self.tried += 1
        self.tell(f"measuring how much room each text has: layout {self.tried}")
        layout = self.desk.source.layout
        self.desk.edition = replace(self.edition, brochure=filled(self.brochure, lengths))
        pages = self.desk.lay_out(layout.type.smallest, layout.drawings.smallest).pages
        self.desk.edition = self.edition
        assert self.desk.planned
        lines = Counter(piece.block for page in pages for piece in page.pieces if piece.kind == "line")
        return _Measured(Counter({name: lines[self.block.get(name, name)] for name in self.texts}),
                         frozenset(_beyond(pages, self.desk.planned)), frozenset(_clashes(pages)))

    def _by(self, today: dict[str, int], steps: Mapping[str, int]) -> dict[str, int]:
        """The lengths with the running text of each part grown by the factor of a step."""
        return {name: min(int(length * _FACTORS[steps[self.part[name]]]), max(length, self.most.get(name, 10**6)))
                if self.part[name] in steps and self.texts[name].role in _FLOWING else length
                for name, length in today.items()}


def _beyond(pages: tuple[PageLayout, ...], planned: int) -> Iterator[str]:
    """The parts of which something stands beyond the planned pages."""
    for part, room in (("cover", 1), ("", planned - 2), ("back", 1)):
        if sum(page.role == part for page in pages) > room:
            yield part


def _clashes(pages: tuple[PageLayout, ...]) -> Iterator[str]:
    """The blocks with a line that lies over something else or runs out of its column."""
    for page in pages:
        for piece in page.pieces:
            if page.area and max(page.area.left - piece.at.left, piece.at.right - page.area.right) > _BEYOND:
                yield piece.block
        for first, second in combinations((*page.pieces, *page.margins), 2):
            across, down = first.at.overlap(second.at)
            if across > _TOUCH[0] and down > _TOUCH[1] and not _belong(first, second):
                yield from (first.block, second.block)


def _belong(first: Piece, second: Piece) -> bool:
    """Whether a line stands in the picture that it is a label of."""
    return "picture" in (first.kind, second.kind) and (
        first.block.startswith(f"{second.block}.") or second.block.startswith(f"{first.block}."))
