"""What a run is to do: one frozen value, valid or not there at all."""

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from .durations import duration_of
from .errors import UsageError, did_you_mean
from .memory import days_of

Format = Literal["jsonl", "parquet"]
Compression = Literal["none", "bzip2", "gzip", "snappy", "xz", "zstd"]
PartitionKey = Literal["language", "date", "site"]
DuplicateKind = Literal["url", "revision", "exact", "near", "contained", "translation"]
LanguageDetector = Literal["profiles", "langdetect", "py3langid", "lingua"]
LogFormat = Literal["text", "json"]

COMPRESSIONS: dict[str, tuple[Compression, ...]] = {
    "jsonl": ("none", "bzip2", "gzip", "xz", "zstd"),
    "parquet": ("zstd", "gzip", "none", "snappy"),
}
"""What each format can be compressed with; the first is the default."""

DATA_SETS = ("articles", "duplicates", "failures")
"""What a run accounts for, each in a folder of that name."""

INDEX = "index"
"""The folder of what a run remembers of its articles."""

LOCAL_RUNNER = "apache_beam.runners.portability.fn_api_runner.FnApiRunner"
"""What `DirectRunner` means here: by its bare name Beam would look for another engine first, on
the network, and choose one by what the graph holds."""

_SIZE = re.compile(r"([0-9]{1,12})\s*([KMG]?)(I?)B?", re.IGNORECASE)
_LARGEST = 2 * 1024**3 - 1  # of a document: Beam moves no larger one
# Bounds of `transforms.clean.Limits`, whose import would take as long as Beam's.
_DEEPEST = 2_000
_LEAST_MEMORY, _MOST_MEMORY = 64 * 1024**2, 1024**4 - 1
_NUMBERS = {
    "alike": "a share above 0 and up to 1, such as 0.55",
    "shards": "a whole number of 1 or more",
    "in_flight": "a whole number of 1 or more",
    "metrics_port": "a whole number from 1 to 65535",
    "workers": "a whole number of 1 or more",
    "max_depth": f"a whole number from 1 to {_DEEPEST}",
    "max_seconds": "a number of seconds above 0",
}
_OF_STREAMS = {
    "window",
    "allowed_lateness",
    "every",
    "in_flight",
    "metrics_port",
    "metrics_host",
    "log_format",
}
_RUN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


def new_run_id() -> str:
    """Return an id that sorts by time and that no other run has, as `20261121T205709Z-3fa2c1`."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


class Config(BaseModel):
    """What a run is to do.

    Attributes:
        input: Files, folders and globs to read, on any of Beam's file systems.
        output: Folder for what is written.
        format: Of the files written.
        compression: Of the files written; by default none for jsonl, zstd for parquet.
        partition_by: What the folders of articles are named by, outermost first.
        shards: Files for each partition.
        run_id: Goes into the names of files, so that runs never touch each other's.
        fields: Our names of a record's fields → theirs.
        max_document_bytes: Size of the largest document; by default what `Read` has.
        user_agent: Who asks web servers for feeds and pages; None for Copydesk.
        language_detector: What tells the language.
        max_depth: How deep the elements of a page may be nested; by default what `Limits` has, as
            with those that follow.
        max_seconds: Time of a processor that cleaning a document may take.
        max_memory_bytes: Memory that it may take.
        duplicate_kinds: Kinds of duplicates to set aside; by default what `Deduplicate` has, as
            with what follows.
        alike: Least share of the shorter of two texts that stands in the other.
        index: Folders of what earlier runs kept.
        remember: How many days of it are remembered; None for all.
        trail: Whether articles carry what cleaning took out of them, and by which rule.
        repeated_lines: Whether lines that a site repeats are taken out of its articles.
        without_rules: Names of the rules of cleaning that are switched off.
        streaming: Whether the inputs are sources without end.
        window: Of a stream, how long the time is whose documents are written together.
        allowed_lateness: How long after that what belongs to it is written yet.
        every: How long to wait after a poll of a source behind which there was nothing more.
        in_flight: Documents and files of a stream that may be on their way from a poll to their
            publication; None for what the runner is given (see `pipeline.stream.graph`).
        metrics_port: Of a stream, where its metrics are served; None for nowhere.
        metrics_host: On which address of this machine.
        log_format: Of a stream, how its lines are written: `text` or `json`.
        workers: How many there are; by default what `workers_for` tells, or the runner.
        quiet: Whether to print nothing but errors.
        verbose: Whether to show what Beam and the libraries say.
        beam_options: Flags for Beam, the runner among them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[tuple[str, ...], Field(min_length=1)]
    output: str
    format: Format = "jsonl"
    compression: Compression = "none"
    partition_by: tuple[PartitionKey, ...] = ("language", "date")
    shards: Annotated[int, Field(ge=1)] = 1
    run_id: str = Field(default_factory=new_run_id)
    fields: Mapping[str, str] = {}
    max_document_bytes: int | None = None
    user_agent: str | None = None
    language_detector: LanguageDetector = "profiles"
    max_depth: Annotated[int | None, Field(ge=1, le=_DEEPEST)] = None
    max_seconds: Annotated[float | None, Field(gt=0, allow_inf_nan=False)] = None
    max_memory_bytes: int | None = None
    duplicate_kinds: Annotated[tuple[DuplicateKind, ...] | None, Field(min_length=1)] = None
    alike: Annotated[float | None, Field(gt=0, le=1)] = None
    index: tuple[str, ...] = ()
    remember: int | None = None
    trail: bool = False
    repeated_lines: bool = False
    without_rules: tuple[str, ...] = ()
    streaming: bool = False
    window: timedelta = timedelta(minutes=5)
    allowed_lateness: timedelta = timedelta(days=1)
    every: timedelta = timedelta(seconds=10)
    in_flight: Annotated[int | None, Field(ge=1)] = None
    metrics_port: Annotated[int | None, Field(ge=1, le=65_535)] = None
    metrics_host: str = "127.0.0.1"
    log_format: LogFormat = "text"
    workers: Annotated[int | None, Field(ge=1)] = None
    quiet: bool = False
    verbose: bool = False
    beam_options: tuple[str, ...] = (f"--runner={LOCAL_RUNNER}",)

    @model_validator(mode="before")
    @classmethod
    def _compress_as_the_format_does(cls, values: Any) -> Any:
        if isinstance(values, dict) and values.get("compression") is None:
            known = COMPRESSIONS.get(values.get("format", "jsonl"), ("none",))
            values = {**values, "compression": known[0]}
        return values

    @field_validator("input")
    @classmethod
    def _name_each_input(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(path.strip() for path in value):
            raise ValueError("an input is empty")
        return value

    @field_validator("output")
    @classmethod
    def _name_the_output(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the output folder is empty")
        return value.rstrip("/") or "/"

    @field_validator("max_document_bytes", mode="before")
    @classmethod
    def _count_bytes(cls, value: Any) -> Any:
        return None if value is None else bytes_of(str(value))

    @field_validator("max_memory_bytes", mode="before")
    @classmethod
    def _count_memory(cls, value: Any) -> Any:
        return None if value is None else bytes_of(str(value), _LEAST_MEMORY, _MOST_MEMORY)

    @field_validator("user_agent")
    @classmethod
    def _name_oneself(cls, value: str | None) -> str | None:
        if value is not None and not (value.strip() and value.isascii() and value.isprintable()):
            raise ValueError(
                f"{value!r} is no name for servers; give one such as "
                "'NewsDesk/1.0 (+https://desk.example/robot)'"
            )
        return value

    @field_validator("remember", mode="before")
    @classmethod
    def _count_days(cls, value: Any) -> Any:
        return None if value is None else days_of(str(value))

    @field_validator("window", "allowed_lateness", "every", mode="before")
    @classmethod
    def _measure(cls, value: Any, info: ValidationInfo) -> timedelta:
        span = value if isinstance(value, timedelta) else duration_of(str(value))
        if info.field_name == "window" and not span:
            raise ValueError("a window of no length holds nothing; give 30s, 5m or 1h")
        return span

    @field_validator("index")
    @classmethod
    def _name_each_index(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(path.strip() for path in value):
            raise ValueError("an index is empty")
        return tuple(dict.fromkeys(path.rstrip("/") or "/" for path in value))

    @field_validator("run_id")
    @classmethod
    def _name_files_safely(cls, value: str) -> str:
        if not _RUN_ID.fullmatch(value):
            raise ValueError(
                f"{value!r} cannot name files; "
                "use up to 128 letters, digits, '.', '_' and '-', the first a letter or digit"
            )
        return value

    @field_validator("partition_by", "duplicate_kinds")
    @classmethod
    def _name_once(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for name in value or ():
            if value and value.count(name) > 1:
                raise ValueError(f"{name} is named twice")
        return value

    @model_validator(mode="after")
    def _agree(self) -> "Config":
        if self.compression not in COMPRESSIONS[self.format]:
            raise ValueError(
                f"--format {self.format} cannot be compressed with {self.compression}; "
                f"choose {' or '.join(COMPRESSIONS[self.format])}"
            )
        if self.remember is not None and not (self.index or self.streaming):
            raise ValueError("--remember needs --index, the folder of what earlier runs kept")
        given = self.model_fields_set & _OF_STREAMS
        if given and not self.streaming:
            flag = min(given).replace("_", "-")
            raise ValueError(f"--{flag} is for a stream; add --streaming, or leave it out")
        if "metrics_host" in given and self.metrics_port is None:
            raise ValueError("--metrics-host needs --metrics-port")
        if self.streaming and self.repeated_lines:
            raise ValueError(
                "--repeated-lines needs all articles of a site at once, which a stream never has"
            )
        if self.quiet and self.verbose:
            raise ValueError("--quiet and --verbose contradict each other; choose one")
        return self


def bytes_of(text: str, least: int = 1, most: int = _LARGEST) -> int:
    """Return a size in bytes, from `least` to `most`, as it is written on a command line.

    Raises:
        ValueError: It is none, or out of these bounds.

    >>> bytes_of("500"), bytes_of("500KB"), bytes_of("64 MiB")
    (500, 500000, 67108864)
    """
    written = _SIZE.fullmatch(text.strip())
    if written is not None:
        number, unit, binary = written.groups()
        step = 1024 if binary else 1000
        size = int(number) * step ** " KMG".index(unit.upper() or " ")
        if least <= size <= most:
            return int(size)
    if most == _MOST_MEMORY:
        raise ValueError(f"{text!r} is no size; give 500MB or 4GiB, from 64MiB to below 1TiB")
    raise ValueError(f"{text!r} is no size; give bytes, or 500KB or 64MiB, below 2GiB")


def configure(values: Mapping[str, Any], places: Mapping[str, str] | None = None) -> Config:
    """Return the configuration that `values` make.

    Args:
        values: Fields of `Config`.
        places: Field → where its value was given, such as `desk.yaml, line 3: format`; the flag
            where nothing is said.

    Raises:
        UsageError: They make none; the message tells the first thing that is wrong.
    """
    try:
        return Config.model_validate(dict(values))
    except ValidationError as error:
        raise UsageError(_first_complaint(error, places or {})) from None


def _first_complaint(error: ValidationError, places: Mapping[str, str]) -> str:
    first = error.errors()[0]
    if not first["loc"]:
        return str(first["ctx"]["error"])
    field = str(first["loc"][0])
    flag = "--" + field.replace("_", "-")
    place = places.get(field, flag)
    match first["type"]:
        case "missing":
            return f"{flag} is missing: copydesk run --input seeds --output out"
        case "value_error":
            return f"{place}: {first['ctx']['error']}"
        case "literal_error":
            known = _choices(field)
            word = str(first["input"]) or "''"
            return f"{place}: no such value: {word}{did_you_mean(word, known)} ({', '.join(known)})"
        case _ if field in _NUMBERS:
            return f"{place} needs {_NUMBERS[field]}, not {first['input']!r}"
        case _:
            return f"{place}: {first['msg']}"


def _choices(field: str) -> tuple[str, ...]:
    return {
        "format": get_args(Format),
        "compression": get_args(Compression),
        "partition_by": (*get_args(PartitionKey), "none"),
        "duplicate_kinds": get_args(DuplicateKind),
        "language_detector": get_args(LanguageDetector),
        "log_format": get_args(LogFormat),
    }[field]
