"""Where settings come from: a TOML file and `HOIDAP_*` variables, brought into one tree of plain values.

The environment wins over the file, the file over the defaults. Every fault is a `BadConfig` whose one sentence
names the setting, where it was given, and what is known or expected there.
"""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from bot.errors import BadConfig

PREFIX = "HOIDAP_"
# Variables that are no settings: where to look, and secrets (also as ..._FILE), which no configuration file may hold
SECRETS = ("HOIDAP_WEB_TOKEN", "HOIDAP_METRICS_TOKEN", "HOIDAP_GENERATOR_KEY")
SPECIAL = ("HOIDAP_CONFIG", "HOIDAP_HOME", *SECRETS, *(f"{name}_FILE" for name in SECRETS))

Tree = dict[str, Any]
Key = tuple[str, ...]
Model = TypeVar("Model", bound=BaseModel)


def read_toml(path: Path) -> Tree:
    """The tree of a TOML file. Raises BadConfig when it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadConfig(f"the configuration file {path} does not exist; name another one with --config") from None
    except OSError as error:
        raise BadConfig(f"the configuration file {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BadConfig(f"the configuration file {path} is not UTF-8 text (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(f"the configuration file {path} is not valid TOML: {_lowered(str(error))}") from error


def section_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The settings class behind a field, or None where the field holds a value."""
    annotation = model.model_fields[name].annotation
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def read_environment(model: type[BaseModel], environ: Mapping[str, str]) -> dict[Key, Any]:
    """Settings given as `HOIDAP_SECTION__KEY`, by path. Raises BadConfig for a variable that names none."""
    given: dict[Key, Any] = {}
    for variable in sorted(environ):
        if variable.startswith(PREFIX) and variable not in SPECIAL:
            path = tuple(variable.removeprefix(PREFIX).lower().split("__"))
            given[path] = _value(environ[variable], _annotation(model, path, variable))
    return given


def _annotation(model: type[BaseModel], path: Key, variable: str) -> object:
    section = model
    for depth, name in enumerate(path):
        if name not in section.model_fields:
            known = [_variable((*path[:depth], field)) for field in section.model_fields]
            raise BadConfig(f"the variable {variable} names no setting; {_known(variable, known)}")
        below = section_of(section, name)
        if depth == len(path) - 1:
            if below is None:
                return section.model_fields[name].annotation
            known = [_variable((*path, field)) for field in below.model_fields]
            raise BadConfig(f"the variable {variable} names a group of settings; {_known(variable, known)}")
        if below is None:
            raise BadConfig(f"the variable {variable} goes below the setting {'.'.join(path[: depth + 1])}")
        section = below
    raise BadConfig(f"the variable {variable} names no setting; remove it")


def _variable(path: Key) -> str:
    return PREFIX + "__".join(path).upper()


def _value(text: str, annotation: object) -> object:
    """Commas separate the entries of a list; any other value is left to the setting's own type."""
    kinds = {get_origin(kind) or kind for kind in (annotation, *get_args(annotation))}
    if kinds & {list, tuple, set, frozenset}:
        return [entry.strip() for entry in text.split(",") if entry.strip()]
    return text


def build(model: type[Model], tree: Tree, given: Mapping[Key, Any], origin: str) -> Model:
    """The typed settings made of a file's tree and, over it, the environment's values.

    Raises BadConfig naming the first fault; `origin` says in the message which file the tree came from.
    """
    merged = _merged(tree, given, origin)
    try:
        return model.model_validate(merged)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise BadConfig(_sentence(model, fault, given, origin)) from error


def _merged(tree: Tree, given: Mapping[Key, Any], origin: str) -> Tree:
    merged = {key: _merged(value, {}, origin) if isinstance(value, dict) else value for key, value in tree.items()}
    for path, value in given.items():
        section = merged
        for name in path[:-1]:
            section = section.setdefault(name, {})
            if not isinstance(section, dict):
                raise BadConfig(f"{origin}: {name} should be a table of settings, such as [{'.'.join(path[:-1])}]")
        section[path[-1]] = value
    return merged


def _sentence(model: type[BaseModel], fault: Mapping[str, Any], given: Mapping[Key, Any], origin: str) -> str:
    path = tuple(str(part) for part in fault["loc"])
    place = next((_variable(key) for key in given if path[: len(key)] == key), origin)
    name = ".".join(path)
    if fault["type"] == "extra_forbidden":
        return f"{place}: unknown setting {name}; {_known(path[-1], list(_fields_at(model, path[:-1])))}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    expected = _lowered(message).replace("input should", "should", 1)
    if isinstance(fault["input"], dict):
        return f"{place}: the settings of [{name or 'the file'}] do not fit: {expected}"
    return f"{place}: the setting {name} is {_shown(fault['input'])}, but {expected}"


def _fields_at(model: type[BaseModel], path: Key) -> Mapping[str, object]:
    section: type[BaseModel] | None = model
    for name in path:
        section = section_of(section, name) if section and name in section.model_fields else None
    return section.model_fields if section else {}


def _known(name: str, known: list[str]) -> str:
    listed = f"known here: {', '.join(known)}"
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}? ({listed})" if close else listed


def _shown(value: object) -> str:
    text = repr(value)
    longest = 80
    return text if len(text) <= longest else text[:longest] + "..."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
