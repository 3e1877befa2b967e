"""Flags and a file of options → a configuration, or one line that says what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from .access import is_unicode
from .beam_options import beam_flags
from .config import Config, configure
from .config_file import Setting, read_settings
from .errors import UsageError, did_you_mean
from .flags import flag_parser, read_flags

LISTS = ("input", "index", "field", "without_rule")
_TEXTS = (
    "output",
    "format",
    "compression",
    "partition_by",
    "shards",
    "run_id",
    "max_document_bytes",
    "language_detector",
    "duplicate_kinds",
    "alike",
    "remember",
    "user_agent",
    "window",
    "allowed_lateness",
    "every",
    "in_flight",
    "metrics_port",
    "metrics_host",
    "log_format",
    "max_depth",
    "max_seconds",
    "max_memory_bytes",
    "workers",
)
_VOLUMES = ("quiet", "verbose")
SWITCHES = ("trail", "repeated_lines", "streaming", *_VOLUMES)
_NAMES = (*LISTS, *_TEXTS, *SWITCHES)
FLAGS = tuple(f"--{name.replace('_', '-')}" for name in (*_NAMES, "config"))
"""The flags of `copydesk run`, apart from Beam's."""


def parse(arguments: Sequence[str]) -> Config:
    """Return the configuration that a command line asks for.

    Args:
        arguments: What stands after `copydesk run`.

    Raises:
        UsageError: It asks for something that is unknown, invalid or contradictory.
    """
    return configure(*read_options(arguments))


def read_options(
    arguments: Sequence[str], others: Sequence[str] = ()
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields of a configuration that a command line gives, and where it gives them.

    Args:
        arguments: Flags and their values.
        others: Names of options in a file that are for somebody else.

    Raises:
        UsageError: It asks for something that is unknown or contradictory.
    """
    given, rest = _parse_flags(arguments)
    config_file = given.pop("config", None)
    settings = read_settings(config_file) if config_file else []
    ours = {*_NAMES}.difference(others)
    from_file = {each.name: each for each in settings if each.name in ours}
    if given.keys() & {*_VOLUMES}:  # one contradicts the other, and flags win
        from_file = {name: each for name, each in from_file.items() if name not in _VOLUMES}
    if nested := next((each for each in settings if each.name == "config"), None):
        raise UsageError(f"{nested.place}: a file of options cannot name another")
    foreign = [each for each in settings if each.name not in (*_NAMES, *others)]
    values = {name: _file_value(setting) for name, setting in from_file.items()} | given
    places = {name: each.place for name, each in from_file.items() if name not in given}
    for word in rest:
        if not is_unicode(word):
            raise UsageError(f"{word} is not UTF-8")
    if rest or foreign:
        values["beam_options"] = beam_flags(rest, foreign, FLAGS)
    if "partition_by" in values:
        place = places.get("partition_by", "--partition-by")
        values["partition_by"] = _partition_keys(values["partition_by"], place)
    if "duplicate_kinds" in values:
        names = values["duplicate_kinds"].split(",")
        values["duplicate_kinds"] = tuple(name.strip() for name in names)
    if "field" in values:
        values["fields"] = record_fields(values.pop("field"), places.get("field", "--field"))
    if "without_rule" in values:
        names = values.pop("without_rule")
        values["without_rules"] = rule_names(names, places.get("without_rule", "--without-rule"))
    return values, places


def _parse_flags(arguments: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    parser = flag_parser("--config")
    for name in _TEXTS:
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name)
    parser.add_argument("--input", nargs="+", action="extend")
    parser.add_argument("--index", nargs="+", action="extend")
    parser.add_argument("--field", action="append")
    parser.add_argument("--without-rule", action="append")
    for name in SWITCHES:
        parser.add_argument(
            f"--{name.replace('_', '-')}", dest=name, action="store_true", default=None
        )
    return read_flags(parser, arguments, FLAGS)


def _file_value(setting: Setting) -> Any:
    if setting.name in SWITCHES:
        return setting.switch()
    if setting.name == "field" and isinstance(setting.value, Mapping):
        return [f"{ours}={theirs}" for ours, theirs in setting.value.items()]
    if setting.name in LISTS:
        return setting.texts()
    if setting.name in {"partition_by", "duplicate_kinds"}:
        return ",".join(setting.texts())
    return setting.text()


def _partition_keys(text: str, place: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(","))
    if keys == ("none",):
        return ()
    if "none" in keys:
        raise UsageError(f"{place}: none stands alone, and means no folders")
    if "" in keys:
        raise UsageError(f"{place} needs language, date and site with commas between, or none")
    return keys


def record_fields(pairs: Sequence[str], place: str) -> dict[str, str]:
    """Return our names of a record's fields → theirs.

    Args:
        pairs: As in `text=body`.
        place: Where they were given, for messages.

    Raises:
        UsageError: One is no pair, names no field of ours, or one that was named before.
    """
    if not pairs:
        return {}
    from transforms.read.fields import FIELDS, FieldMap  # noqa: PLC0415  imports Beam

    fields: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (ours and equals and theirs):
            raise UsageError(f"{place} needs OURS=THEIRS, such as text=body, not {pair!r}")
        try:
            FieldMap({ours: theirs})
        except ValueError:
            names = {name for field, others in FIELDS.items() for name in (field, *others)}
            hint = did_you_mean(ours, sorted(names)) or f"; choose from {', '.join(FIELDS)}"
            raise UsageError(f"{place}: no such field: {ours}{hint}") from None
        if ours in fields:
            raise UsageError(f"{place}: {ours} is named twice")
        fields[ours] = theirs
    return fields


def rule_names(names: Sequence[str], place: str) -> tuple[str, ...]:
    """Return `names`, each once, which are rules of cleaning.

    Args:
        names: As they were given.
        place: Where, for messages.

    Raises:
        UsageError: One is no rule.
    """
    if not names:
        return ()
    from transforms.clean.rules import RULES  # noqa: PLC0415  imports Beam

    for name in names:
        if name not in RULES:
            hint = did_you_mean(name, RULES) or f"; choose from {', '.join(sorted(RULES))}"
            raise UsageError(f"{place}: no such rule: {name or repr(name)}{hint}")
    return tuple(dict.fromkeys(names))
