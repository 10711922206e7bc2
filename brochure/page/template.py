"""Templates are filled in; every fault of one is told at its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from brochure.errors import BrochureError, Place


class _Compiled(BytecodeCache):
    """Templates as they were compiled, while the process lives: each is filled in many times where a fit is sought."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, frozenset[str]], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template that has the same name, folder, text and filters."""
        bucket.code = self._kept.get(self._key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        assert bucket.code
        self._kept[self._key(bucket)] = bucket.code

    @staticmethod
    def _key(bucket: Bucket) -> tuple[str, str, frozenset[str]]:
        return bucket.key, bucket.checksum, frozenset(bucket.environment.filters)


_COMPILED = _Compiled()


def environment(folders: Sequence[Path], filters: Mapping[str, Callable[..., Any]]) -> Environment:
    """Give the environment of the templates in some folders: all that they show is escaped, none of it is left out."""
    made = Environment(loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=True, trim_blocks=True,
                       lstrip_blocks=True, bytecode_cache=_COMPILED)
    made.filters.update({name: _called_when_filled(function) for name, function in filters.items()})
    return made


def _called_when_filled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Have a filter never called as its template is compiled: for the next edition it gives something else."""
    @pass_context
    def call(_: Context, *values: Any, **named: Any) -> Any:
        return function(*values, **named)

    return call


def filled(made: Environment, name: str, folder: Path, **values: object) -> str:
    """Give a template filled in; `folder` is the layout's, and lies in layouts/.

    Raises BrochureError with file and line if the template is broken.
    """
    layouts = folder.parent
    try:
        return made.get_template(name).render(**values)
    except TemplateSyntaxError as error:
        raise BrochureError(f"the template is broken: {error.message}",
                            Place(error.filename or "", error.lineno)) from None
    except UndefinedError as error:
        raise BrochureError(f"the template asks for what is not there: {error.message}",
                            _place_in_template(error, layouts)) from None
    except TemplateNotFound as error:
        raise BrochureError(f"there is no template “{error.name}”", Place(f"layouts/{folder.name}"),
                            "Templates lie in layouts/base/ and in the layout's own folder.") from None
    except Exception as error:
        # Whatever is raised while a line of a template runs is that line's fault; the rest is our own.
        place = _place_in_template(error, layouts)
        if not place.line:
            raise
        raise BrochureError(f"this line of the template does not work: {error}", place) from None


def _place_in_template(error: BaseException, folder: Path) -> Place:
    place = Place(str(folder))
    trace = error.__traceback__
    while trace:
        name = Path(trace.tb_frame.f_code.co_filename)
        if name.is_relative_to(folder):
            place = Place(str(name.relative_to(folder.parent)), trace.tb_lineno)
        trace = trace.tb_next
    return place
