"""What a command line means, once nothing is wrong with it."""

import re
from datetime import timedelta
from typing import get_args

import pytest
from pydantic import ValidationError

from pipeline import config
from pipeline.config import LOCAL_RUNNER, Config, new_run_id
from pipeline.errors import UsageError
from pipeline.manual import HELP
from pipeline.options import parse as parse_words
from transforms import write
from transforms.clean import Limits
from transforms.read.file import MAX_DOCUMENT_BYTES


def parse(line):
    return parse_words(line.split())


def test_defaults():
    """Two options are enough."""
    parsed = parse("--input seeds --output out")

    assert parsed.model_dump(exclude={"run_id"}) == {
        "input": ("seeds",),
        "output": "out",
        "format": "jsonl",
        "compression": "none",
        "partition_by": ("language", "date"),
        "shards": 1,
        "fields": {},
        "max_document_bytes": None,
        "user_agent": None,
        "language_detector": "profiles",
        "max_depth": None,
        "max_seconds": None,
        "max_memory_bytes": None,
        "duplicate_kinds": None,
        "alike": None,
        "index": (),
        "remember": None,
        "trail": False,
        "repeated_lines": False,
        "without_rules": (),
        "streaming": False,
        "window": timedelta(minutes=5),
        "allowed_lateness": timedelta(days=1),
        "every": timedelta(seconds=10),
        "in_flight": None,
        "metrics_port": None,
        "metrics_host": "127.0.0.1",
        "log_format": "text",
        "workers": None,
        "quiet": False,
        "verbose": False,
        "beam_options": (f"--runner={LOCAL_RUNNER}",),
    }


def test_inputs_are_gathered():
    """`--input` takes several values, and may be repeated."""
    assert parse("--input a b --output out --input c").input == ("a", "b", "c")


def test_rules_of_cleaning_are_switched_off_one_by_one():
    """`--without-rule` may be repeated."""
    parsed = parse("--input a --output b --without-rule bullets --without-rule hyphenation")
    assert parsed.without_rules == ("bullets", "hyphenation")


def test_a_flag_may_have_underscores():
    """Beam's flags have underscores and ours dashes; nobody has to remember whose is which."""
    assert parse("--input a --output b --run_id=x --partition_by site").run_id == "x"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("date,language", ("date", "language")),
        ("site", ("site",)),
        ("none", ()),
    ],
)
def test_partitions_in_the_order_given(text, keys):
    """The first is the outermost folder."""
    assert parse(f"--input a --output b --partition-by {text}").partition_by == keys


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("500", 500),
        ("500B", 500),
        ("500KB", 500_000),
        ("500k", 500_000),
        ("32MiB", 33_554_432),
        ("1GB", 1_000_000_000),
    ],
)
def test_sizes_have_units(text, size):
    """KB are thousands, KiB are 1024, and so on."""
    assert parse(f"--input a --output b --max-document-bytes {text}").max_document_bytes == size


def test_the_largest_document_by_default():
    """What help says is what Read does where nothing is given."""
    assert re.search(r"--max-document-bytes [^]]*\[default: 32MiB\]", HELP)
    assert Config(input=("a",), output="b", max_document_bytes="32MiB").max_document_bytes == (
        MAX_DOCUMENT_BYTES
    )


def test_the_limits_of_cleaning_by_default():
    """What help says is what `Limits` has, and both allow the same."""
    limits = Limits()
    assert re.search(rf"--max-seconds [^]]*\[default: {limits.max_seconds:g}\]", HELP)
    assert limits.max_memory_bytes == 1024**3
    assert re.search(r"--max-memory-bytes [^]]*\[default: 1GiB\]", HELP)
    assert re.search(rf"--max-depth [^]]*\[default: {limits.max_depth}\]", HELP)
    assert limits.max_document_bytes == MAX_DOCUMENT_BYTES


def test_limits_of_cleaning():
    """Seconds may have fractions, memory has units."""
    line = "--input a --output b --max-seconds 2.5 --max-memory-bytes 4GiB --max-depth 2000"
    parsed = parse(line)

    assert (parsed.max_seconds, parsed.max_memory_bytes, parsed.max_depth) == (2.5, 4 * 2**30, 2000)


@pytest.mark.parametrize("field", ["max_seconds", "max_memory_bytes", "max_depth"])
@pytest.mark.parametrize("value", ["0", "0.001", "1", "2000", "2001", "64MiB", "67108863", "nan"])
def test_limits_that_are_accepted_are_limits(field, value):
    """What `Config` lets through, `Limits` takes, and the other way round."""
    try:
        config = Config(input=("a",), output="b", **{field: value})
    except ValueError:
        if value.isdecimal():
            with pytest.raises(ValueError, match=field):
                Limits.model_validate({field: value})
    else:
        Limits.model_validate({field: getattr(config, field)})


@pytest.mark.parametrize(("file_format", "compression"), [("jsonl", "none"), ("parquet", "zstd")])
def test_compression_suits_the_format(file_format, compression):
    """Text is written to be looked at, Parquet to be small."""
    parsed = parse(f"--input a --output b --format {file_format}")

    assert parsed.compression == compression


@pytest.mark.parametrize(
    ("flags", "given_to_beam"),
    [
        ("--runner DirectRunner", [f"--runner={LOCAL_RUNNER}"]),
        ("--runner=direct", [f"--runner={LOCAL_RUNNER}"]),
        ("--runner FnApiRunner", [f"--runner={LOCAL_RUNNER}"]),
        ("--runner flink --parallelism 4", ["--runner=FlinkRunner", "--parallelism", "4"]),
        (
            "--runner SparkRunner --spark_master_url local[2]",
            ["--runner=SparkRunner", "--spark_master_url", "local[2]"],
        ),
        (
            "--runner PrismRunner",
            [
                "--runner=PrismRunner",
                "--job_server_timeout=31536000",
                "--experiments=prism_disable_sdf_split",
            ],
        ),
        (
            "--runner prism --job_server_timeout 60 --experiments=prism_disable_rtc",
            [
                "--runner=PrismRunner",
                "--job_server_timeout",
                "60",
                "--experiments=prism_disable_rtc",
                "--experiments=prism_disable_sdf_split",
            ],
        ),
        (
            "--runner FlinkRunner --checkpointing_interval=60000",
            ["--runner=FlinkRunner", "--checkpointing_interval=60000"],
        ),
        (
            "--runner FlinkRunner --object_reuse",
            ["--runner=FlinkRunner", "--object_reuse"],
        ),
        (
            "--direct_num_workers=2",
            [
                f"--runner={LOCAL_RUNNER}",
                "--direct_num_workers=2",
                "--direct_running_mode=multi_processing",
            ],
        ),
        (
            "--direct_num_workers 2 --direct_running_mode multi_threading",
            [
                f"--runner={LOCAL_RUNNER}",
                "--direct_num_workers",
                "2",
                "--direct_running_mode",
                "multi_threading",
            ],
        ),
    ],
)
def test_what_beam_is_given(flags, given_to_beam):
    """Its flags as they came, and the runner by its full name.

    Several workers are several processes: in memory, Beam's default, there is one all the same. On
    Prism a job would end with the timeout of five minutes that Beam has for its calls, and a key
    be worked on in two places.
    """
    parsed = parse(f"--input a --output b {flags}")

    assert list(parsed.beam_options) == given_to_beam


def test_run_ids_tell_the_time_and_do_not_collide():
    """Two runs that start together write to the same folder without harm."""
    ids = {new_run_id() for _ in range(50)}

    assert len(ids) == 50
    assert all(re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{6}", each) for each in ids)


def test_a_configuration_does_not_change():
    """One value is shared by all that has to agree."""
    parsed = Config(input=("seeds",), output="out")

    with pytest.raises(ValidationError):
        parsed.output = "elsewhere"


def test_choices_are_those_of_the_library():
    """They are repeated here so that a wrong one is told without importing Beam."""
    assert get_args(config.Format) == get_args(write.Format)
    assert get_args(config.Compression) == get_args(write.Compression)
    assert get_args(config.PartitionKey) == get_args(write.PartitionKey)
    assert write.COMPRESSIONS == config.COMPRESSIONS


@pytest.mark.parametrize("name", ["", "  ", "Nachrichtentisch/1.0 (Köln)", "Desk\nHost: other"])
def test_servers_are_told_a_name_that_a_header_can_hold(name):
    with pytest.raises(UsageError, match="is no name for servers"):
        parse_words(["--input", "inbox", "--output", "out", "--user-agent", name])
