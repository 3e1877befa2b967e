"""A stream's files appear window by window, whole and once, each window with its accounts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.test_stream import TestStream
from apache_beam.transforms.trigger import AccumulationMode, AfterCount, AfterWatermark
from apache_beam.transforms.window import FixedWindows, TimestampedValue
from apache_beam.utils.timestamp import Timestamp
from apache_beam.utils.windowed_value import PANE_INFO_UNKNOWN

from transforms.testing import article, stream_pipeline
from transforms.write import (
    Pane,
    PublishPanes,
    Span,
    Tally,
    WritePartitioned,
    WrittenFile,
    close_run,
    open_run,
    open_runs,
    read_panes,
    staging_folder,
    stream_ledger,
)
from transforms.write.panes import (
    _Item,
    _polled_item,
    _Publish,
    _read_item,
    pane_of,
    publish_pane,
)
from transforms.write.storage import write_whole
from transforms.write.stream_runs import reached

RUN = "live"
MINUTE = 60


def told(text, **fields):
    return article(text, id=text, language="en", **fields)


def publish(root: Path, *events, early=None, lateness=timedelta()):
    """Publish a stream of (second, article)s, and of seconds that the watermark reaches."""
    stream = TestStream().advance_watermark_to(0)
    for event in events:
        if isinstance(event, tuple):
            second, *each = event
            stream = stream.add_elements([TimestampedValue(one, second) for one in each])
        else:
            stream = stream.advance_watermark_to(event)
    with stream_pipeline() as pipeline:
        articles = (
            pipeline
            | stream.advance_watermark_to_infinity()
            | beam.WindowInto(
                FixedWindows(MINUTE),
                trigger=AfterWatermark(early=early, late=AfterCount(1)),
                accumulation_mode=AccumulationMode.DISCARDING,
                allowed_lateness=lateness.total_seconds(),
            )
        )
        written = articles | WritePartitioned(
            f"{root}/articles", run_id=RUN, staging=staging_folder(str(root), RUN)
        )
        read = (
            articles
            | beam.Map(lambda _: "text/plain").with_output_types(str)
            | beam.combiners.Count.PerElement()
        )
        {"articles": written, "read": read} | PublishPanes(str(root), RUN)


def published(root: Path) -> list[list[str]]:
    """Return the ids in each file, file by file in order of their names."""
    paths = sorted((root / "articles").rglob("part-*"), key=lambda path: path.name)
    return [[json.loads(line)["id"] for line in path.open()] for path in paths]


def accounts(root: Path) -> list[tuple[str, int, int]]:
    """Return the end of the window, what was read, and what was written, pane by pane."""
    return [
        (f"{pane.window:%H:%M:%S}", pane.read.total, pane.articles.total)
        for pane in read_panes(str(root), RUN)
    ]


class TestWindows:
    def test_each_window_has_its_own_files_and_its_own_accounts(self, tmp_path):
        publish(tmp_path, (1, told("a"), told("b")), (61, told("c")), 200)
        assert published(tmp_path) == [["a", "b"], ["c"]]
        assert accounts(tmp_path) == [("00:00:59", 2, 2), ("00:01:59", 1, 1)]

    def test_out_of_order_within_a_window_gives_the_same_bytes(self, tmp_path):
        publish(tmp_path / "1", (1, told("a")), (30, told("b")), 200)
        publish(tmp_path / "2", (30, told("b")), (1, told("a")), 200)
        first, second = (
            {p.name: p.read_bytes() for p in (tmp_path / each / "articles").rglob("part-*")}
            for each in "12"
        )
        assert first == second

    def test_late_is_published_beside_what_was_there_and_overwrites_nothing(self, tmp_path):
        late = (2, told("late"))
        publish(tmp_path, (1, told("a")), 100, late, 200, lateness=timedelta(hours=1))
        assert sorted(published(tmp_path)) == [["a"], ["late"]]
        assert stream_ledger(str(tmp_path), RUN).read.total == 2
        assert stream_ledger(str(tmp_path), RUN).articles.total == 2

    def test_what_comes_early_is_published_early_and_once(self, tmp_path):
        events = [(second, told(f"early {second}")) for second in range(4)]
        publish(tmp_path, *events, 200, early=AfterCount(1))
        assert sorted(each for file in published(tmp_path) for each in file) == [
            f"early {second}" for second in range(4)
        ]
        assert stream_ledger(str(tmp_path), RUN).articles.total == 4

    def test_a_window_without_anything_leaves_no_trace(self, tmp_path):
        publish(tmp_path, (1, told("a")), 500)
        assert accounts(tmp_path) == [("00:00:59", 1, 1)]

    def test_every_file_that_is_there_is_in_a_manifest_and_none_waits(self, tmp_path):
        publish(tmp_path, (1, told("a"), told("b")), (61, told("c")), 200)
        listed = {f.path for pane in read_panes(str(tmp_path), RUN) for f in pane.files}
        there = (p.relative_to(tmp_path) for p in (tmp_path / "articles").rglob("*") if p.is_file())
        assert {path.as_posix() for path in there} == listed
        assert list(Path(staging_folder(str(tmp_path), RUN)).iterdir()) == []


def staged(root: Path, name: str, **fields) -> Pane:
    """Return the manifest of a file that waits."""
    waiting = f"_runs/{RUN}/staging/.{name}.part"
    write_whole(str(root / waiting), name.encode())
    file = WrittenFile(path=f"articles/{name}", rows=1, bytes=len(name), sha256="")
    made = {"read": Tally(total=1), "articles": Tally(total=1)} | fields
    window = made.pop("window", "2025-04-01T10:04:59Z")
    return Pane(run_id=RUN, window=window, index=0, files=(file,), staged=(waiting,), **made)


class TestManifests:
    def test_they_are_the_same_in_whatever_order_their_parts_come(self, tmp_path):
        items = [
            _read_item(("text/plain", 2), "read"),
            _read_item(("text/html", 1), "read"),
            _polled_item(("src", 4, "e", 9), "polled", at(4)),
            _polled_item(("src", 3, "d", 7), "polled", at(3)),
        ]
        moment = (datetime(2025, 4, 1, tzinfo=UTC), 0)
        made = [
            pane_of("out", RUN, moment, (_Item.decoded(encoded) for _, encoded in order))
            for order in (items, items[::-1])
        ]
        assert made[0] == made[1]
        assert made[0].read.by == {"media_type": {"text/html": 1, "text/plain": 2}}
        assert made[0].spans == (span(3, 4, "e", handed_on=9, began=at(3)),)

    def test_polls_with_a_gap_between_them_are_two_spans(self, tmp_path):
        items = [
            _polled_item(("src", each, str(each), 10 * each), "polled", at(each))
            for each in (1, 2, 4)
        ]
        moment = (datetime(2025, 4, 1, tzinfo=UTC), 0)
        made = pane_of("out", RUN, moment, (_Item.decoded(encoded) for _, encoded in items))
        assert made.spans == (
            span(1, 2, "2", handed_on=20, began=at(1)),
            span(4, 4, "4", handed_on=40, began=at(4)),
        )

    def test_a_pane_of_nothing_has_none(self, tmp_path):
        """Some runners close a window with it, and with a count of nothing."""
        publisher = _Publish(str(tmp_path), RUN)
        nothing = (b"", [_read_item(("text/plain", 0), "read")[1]])
        window = FixedWindows(MINUTE).assign(FixedWindows.AssignContext(Timestamp(0)))[0]
        assert list(publisher.process(nothing, window, PANE_INFO_UNKNOWN)) == []
        assert read_panes(str(tmp_path), RUN) == []


class TestCrashes:
    def test_done_again_it_changes_nothing(self, tmp_path):
        pane = staged(tmp_path, "a")
        for _ in range(2):
            publish_pane(str(tmp_path), pane)
        assert (tmp_path / "articles" / "a").read_text() == "a"
        assert read_panes(str(tmp_path), RUN) == [pane]

    def test_a_crash_after_the_manifest_is_mended_when_the_run_is_closed(self, tmp_path):
        """The manifest decides that the pane is published; moving its files is left to do."""
        open_run(str(tmp_path), RUN, ["src"])
        pane = staged(tmp_path, "a")
        publish_pane(str(tmp_path), pane)
        (tmp_path / "articles" / "a").rename(tmp_path / pane.staged[0])
        close_run(str(tmp_path), RUN)
        assert (tmp_path / "articles" / "a").read_text() == "a"

    def test_a_crash_before_the_manifest_leaves_nothing_behind(self, tmp_path):
        """Its documents are read again: the position does not cover them."""
        open_run(str(tmp_path), RUN, ["src"])
        staged(tmp_path, "a")
        assert close_run(str(tmp_path), RUN).reached == {"src": ""}
        assert not (tmp_path / "articles").exists()
        assert not Path(staging_folder(str(tmp_path), RUN)).exists()
        assert stream_ledger(str(tmp_path), RUN).read.total == 0

    def test_closed_again_it_says_the_same(self, tmp_path):
        open_run(str(tmp_path), RUN, ["src"])
        publish_pane(str(tmp_path), staged(tmp_path, "a"))
        first = close_run(str(tmp_path), RUN)
        ledger = stream_ledger(str(tmp_path), RUN)
        assert (close_run(str(tmp_path), RUN), stream_ledger(str(tmp_path), RUN)) == (first, ledger)


def at(minute):
    return Timestamp.from_utc_datetime(datetime(2025, 4, 1, 10, minute, tzinfo=UTC))


def span(first, last, position, address="src", handed_on=0, began=None):
    return Span(
        address=address,
        first=first,
        last=last,
        position=position,
        handed_on=handed_on,
        began=None if began is None else began.to_utc_datetime(has_tz=True),
    )


class TestWhereAStreamGoesOn:
    @pytest.mark.parametrize(
        ("spans", "expected"),
        [
            ([], ""),
            ([span(0, 2, "c")], "c"),
            ([span(3, 4, "e"), span(0, 2, "c")], "e"),
            ([span(0, 0, "a"), span(2, 2, "c")], "a"),  # what poll 1 gave is missing
            ([span(1, 2, "c")], ""),
        ],
    )
    def test_behind_the_last_poll_before_which_all_is_published(self, spans, expected):
        assert reached({"src": ""}, spans) == {"src": expected}

    def test_where_the_stream_before_it_ended_however_that_was(self, tmp_path):
        root = str(tmp_path)
        assert open_run(root, RUN, ["src", "other"]) == {"other": "", "src": ""}
        publish_pane(root, staged(tmp_path, "a", spans=[span(0, 3, "d")]))
        assert open_runs(root, ["src"]) == [RUN]

        assert open_run(root, "again", ["src"]) == {"src": "d"}
        assert open_runs(root, ["src"]) == ["again"]
        assert open_run(root, "and again", ["src"]) == {"src": "d"}  # it published nothing

    def test_a_stream_of_another_source_is_left_alone(self, tmp_path):
        open_run(str(tmp_path), RUN, ["src"])
        assert open_run(str(tmp_path), "again", ["other"]) == {"other": ""}
        assert open_runs(str(tmp_path), ["src"]) == [RUN]

    def test_the_id_of_another_run_is_refused(self, tmp_path):
        open_run(str(tmp_path), RUN, ["src"])
        with pytest.raises(ValueError, match="there is a run live already"):
            open_run(str(tmp_path), RUN, ["src"])
