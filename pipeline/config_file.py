"""A YAML file of options: the flags' names, without the dashes before them."""

from dataclasses import dataclass
from typing import Any

import yaml

from .errors import UsageError


@dataclass(frozen=True)
class Setting:
    """One option of a file.

    Attributes:
        name: As written, `_` for `-`.
        value: A scalar's text as written, and lists and mappings of such.
        place: File, line and name, for messages.
    """

    name: str
    value: Any
    place: str

    def texts(self) -> list[str]:
        """Return the texts of a scalar or a list of scalars.

        Raises:
            UsageError: It is neither.
        """
        values = self.value if isinstance(self.value, list) else [self.value]
        if not all(isinstance(value, str) for value in values):
            raise UsageError(f"{self.place} needs a value or a list of values")
        return values

    def text(self) -> str:
        """Return the text of a scalar.

        Raises:
            UsageError: It is none.
        """
        if not isinstance(self.value, str):
            raise UsageError(f"{self.place} needs one value")
        return self.value

    def switch(self) -> bool:
        """Return whether an option without a value is on.

        Raises:
            UsageError: It says neither true nor false.
        """
        text = str(self.value).lower()
        if text not in ("true", "false", "yes", "no", "on", "off"):
            raise UsageError(f"{self.place} is true or false, not {text!r}")
        return text in ("true", "yes", "on")


def read_settings(path: str) -> list[Setting]:
    """Return the options in a file, in order.

    Raises:
        UsageError: It cannot be read, is no YAML, or is no mapping of names to values.
    """
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  a word for the person, not a path
            text = file.read()
    except OSError as error:
        raise UsageError(f"--config {path}: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise UsageError(f"--config {path}: not a text file in UTF-8") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise UsageError(f"{path}{line}: not valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise UsageError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from None
    except RecursionError:
        raise UsageError(f"{path}: too many lists or mappings inside each other") from None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise UsageError(f"{path}, line 1: options are written as 'name: value', one a line")
    return _settings(root, path)


def _settings(root: yaml.MappingNode, path: str) -> list[Setting]:
    settings: dict[str, Setting] = {}
    for key, value in root.value:
        place = f"{path}, line {key.start_mark.line + 1}: {key.value}"
        name = str(key.value).replace("-", "_")
        if name in settings:
            raise UsageError(f"{place} is there twice")
        settings[name] = Setting(name, _value(value, place), place)
    return list(settings.values())


def _value(node: yaml.Node, place: str, above: tuple[yaml.Node, ...] = ()) -> Any:
    if any(node is each for each in above):
        raise UsageError(f"{place} contains itself")
    above = (*above, node)
    match node:
        case yaml.ScalarNode():
            if node.tag == "tag:yaml.org,2002:null":
                raise UsageError(f"{place} has no value")
            return node.value
        case yaml.SequenceNode():
            return [_value(item, place, above) for item in node.value]
        case yaml.MappingNode():
            return {str(key.value): _value(item, place, above) for key, item in node.value}
    raise UsageError(f"{place} has a value that cannot be read")
