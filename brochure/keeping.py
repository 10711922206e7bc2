"""What of the release of before stays: each language that is not ready, as it was released last, byte for byte.

What is withdrawn does not stay, nor what stood beside a withdrawn edition in one file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brochure.errors import CheckFailed, Fault, Place
from brochure.ledger import ledger_of
from brochure.project import Project
from brochure.release_folder import Before, Key, pictures_in, sha256_of


@dataclass(frozen=True)
class Earlier:
    """The release of before, and what today's ledgers say of it."""

    project: Project
    before: Before

    def kept(self, behind: Iterable[Key]) -> dict[Key, tuple[str, ...]]:
        """Give those languages that stay as they were released last, of those that are not ready; and their files.

        Raises CheckFailed if some of the files of such a language are gone.
        """
        kept = {}
        for key in behind:
            told = self.before.languages.get(key)
            if told is None or self._is_withdrawn(key, told["edition"]):
                continue
            missing, files = self.before.missing(key), self.before.files_of(key)
            if set(files) <= set(missing):
                continue
            if missing:
                raise CheckFailed(faults=[Fault(
                    "this file is gone, so its language cannot stay as it was released last",
                    Place(str(self.before.folder / name)),
                    f"Put it back; or take all files of {key[1]} away, to release without it.") for name in missing])
            kept[key] = tuple(name for name in files if not self._beside_withdrawn(key, name))
        return kept

    def take_over(self, folder: Path, key: Key, files: Sequence[str]) -> dict[str, Any]:
        """Copy the files of a language to a folder, with their pictures; give what is told of the language.

        Raises CheckFailed if a file is not the one that was released.
        """
        told = self.before.languages[key]
        page = {**told["page"], "files": [file for file in told["page"]["files"] if file["name"] in files]}
        for name in (*files, *pictures_in(page)):
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(self.before.folder / name, folder / name)
        if changed := [name for name in files if sha256_of(folder / name) != self.before.files[name]["sha256"]]:
            raise CheckFailed(faults=[Fault("this file is not the one that was released",
                                            Place(str(self.before.folder / name))) for name in changed])
        return {**told, "kept": True, "page": page}

    def withdrawn_there(self, keys: Mapping[Key, object]) -> Iterator[Fault]:
        """Give what still lies in the release of before, of some languages, though it is withdrawn."""
        for key, told in self.before.languages.items():
            files = [name for name in self.before.files_of(key) if (self.before.folder / name).is_file()]
            if key in keys and files and self._is_withdrawn(key, told["edition"]):
                yield Fault(f"{key[1]}: edition {told['edition']} is withdrawn, and still lies there: "
                            f"{', '.join(files)}", Place(str(self.before.folder)), "Take these files away.")

    def _is_withdrawn(self, key: Key, edition: int) -> bool:
        return ledger_of(self.project, key[1]).review(key[0]).withdrawn(edition) is not None

    def _beside_withdrawn(self, key: Key, name: str) -> bool:
        """Whether a withdrawn edition of another language stands beside the language in a file."""
        told = self.before.files[name]
        return any(self._is_withdrawn((key[0], code), told["edition"]) for code in told["languages"] if code != key[1])
