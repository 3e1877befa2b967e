"""The watch: what it takes, when it waits, and that a crash between any two steps does no harm."""

import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.errors import UsageError
from pipeline.watch import cursor, loop, places, plan, trouble
from pipeline.watch.command import run_batch
from pipeline.watch.cursor import Cursor, CursorError, batch_id
from pipeline.watch.lock import is_watched, sole_watch
from pipeline.watch.loop import Watch
from pipeline.watch.metrics import Metrics
from pipeline.watch.places import Places
from pipeline.watch.request import watch_request
from pipeline.watch.status import status_of
from pipeline.worker_processes import WorkerLostError
from transforms.model import Claims, Document, Failure, ReadError, Reason, Source
from transforms.read import read_file
from transforms.read.sources import PollResult, SourceError
from transforms.read.sources.folder import FolderSource
from transforms.write import Ledger, Manifest, Tally, WrittenFile
from transforms.write.storage import write_whole

GIVEN = ("--input", "inbox", "--output", "out")
MOMENT = datetime(2025, 4, 1, 10, tzinfo=UTC)


class Messages:
    """A source of messages, whose position is how many were handed on."""

    address = "kafka://broker/articles"

    def __init__(self, *texts):
        self.texts = list(texts)
        self.failing = 0

    def poll(self, position, limit):
        if self.failing:
            self.failing -= 1
            raise SourceError("kafka://broker/articles: no broker answers")
        start = int(position or 0)
        chosen = self.texts[start : start + limit]
        end = start + len(chosen)
        return PollResult(
            documents=tuple(message(start + index, text) for index, text in enumerate(chosen)),
            position=str(end),
            has_more=end < len(self.texts),
        )

    def close(self):
        pass


def message(position, text):
    source = Source(uri="kafka://broker/articles", position=str(position))
    if text is None:
        return Failure.at(source, ReadError(Reason.EMPTY, "a message without a value"))
    return Document.read_from(source, text.encode())


class Stop:
    """Ends a watch after so many pauses; tells how long they were."""

    def __init__(self, pauses=1):
        self.left = pauses
        self.pauses = []

    @property
    def is_asked(self):
        return self.left <= 0

    def wait(self, seconds):
        self.pauses.append(seconds)
        self.left -= 1


class Log:
    """Notes what it is told."""

    def __init__(self):
        self.told = []

    def __getattr__(self, name):
        return lambda *given: self.told.append((name, *given))

    def of(self, name):
        return [given for told, *given in self.told if told == name]


def run(config):
    """Publish the ids of all documents of a batch, in a file that the same run replaces."""
    found = [each for path in config.input for each in read_file(path)]
    refused = [each for each in found if isinstance(each, Failure)]
    folder = Path(config.output, "_runs", config.run_id)
    ids = "".join(f"{each.id}\n" for each in found).encode()
    write_whole(f"{config.output}/articles/{config.run_id}", ids)
    file = WrittenFile(path=f"articles/{config.run_id}", rows=len(found), bytes=len(ids), sha256="")
    ledger = Ledger(
        run_id=config.run_id,
        read=Tally(total=len(found)),
        articles=Tally(total=len(found) - len(refused)),
        failures=Tally(total=len(refused), by={"reason": {"empty": len(refused)}}),
    )
    manifest = Manifest(run_id=config.run_id, files=(file,))
    write_whole(str(folder / "manifest.json"), manifest.encoded())
    write_whole(str(folder / "ledger.json"), ledger.encoded())


def request(*flags):
    return watch_request([*GIVEN, "--workers", "1", *flags])


def watch(*sources, flags=(), stop=None, run=run, log=None):
    return Watch(
        request(*flags),
        sources or (FolderSource("inbox", settle=0),),
        run,
        stop or Stop(),
        [log or Log()],
        now=lambda: MOMENT,
        monotonic=lambda: 0.0,
    )


def published():
    """Return the ids of documents in all that was published, with repetitions, in order."""
    return sorted(
        line for path in Path("out/articles").iterdir() for line in path.read_text().split()
    )


def ids(*found):
    return sorted(each.id for each in found)


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a.txt").write_text("It rained.")
    return tmp_path / "inbox"


def test_files_and_messages_come_into_one_batch(inbox):
    log = Log()
    watch(FolderSource("inbox", settle=0), Messages("It snowed.", None), log=log).watch()

    ((planned, ledger, _, _),) = log.of("published")
    assert planned.positions.keys() == {"inbox", "kafka://broker/articles"}
    assert (planned.files, planned.documents) == (1, 2)
    assert (ledger.read.total, ledger.failures.total) == (3, 1)
    assert published() == ids(*read_file("inbox/a.txt"), message(0, "It snowed."), message(1, None))
    assert sorted(path.name for path in Path("out/_watch").iterdir()) == [
        "cursor.json",
        "health.json",
    ]


def test_what_was_taken_is_not_taken_again(inbox):
    watch(flags=["--once"]).watch()
    log = Log()
    watch(flags=["--once"], log=log).watch()

    assert log.of("published") == []
    (inbox / "b.txt").write_text("It snowed.")
    watch(flags=["--once"], log=log).watch()
    assert [given[0].inputs for given in log.of("published")] == [("inbox/b.txt",)]


def test_a_batch_is_no_larger_than_it_may_be_and_the_next_follows_at_once(inbox):
    stop, log = Stop(), Log()
    messages = Messages(*(f"Message {number}." for number in range(5)))
    watch(messages, flags=["--batch-size", "2"], stop=stop, log=log).watch()

    assert [given[0].documents for given in log.of("published")] == [2, 2, 1]
    assert stop.pauses == [30]


def latencies(log):
    return [
        [MOMENT.timestamp() - each for each in given[0].arrived] for given in log.of("published")
    ]


def wrote(path, seconds):
    """Put a file there that was written so many seconds before the moment."""
    path.write_text(f"Written {seconds} seconds ago.")
    os.utime(path, (MOMENT.timestamp() - seconds,) * 2)


def test_what_was_written_before_a_source_was_looked_at_came_when_that_was(inbox):
    """As a file of 1960 that is copied into a folder."""
    wrote(inbox / "a.txt", 65 * 365 * 86_400)
    wrote(inbox / "b.txt", -86_400)
    log = Log()
    watch(flags=["--once"], log=log).watch()
    assert latencies(log) == [[0, 0]]


def test_what_came_while_no_watch_ran_came_when_it_was_written(inbox):
    """Since a source was looked at last, times are believed; across restarts, too."""
    inbox.joinpath("a.txt").unlink()
    hour = timedelta(hours=1)
    first = watch(flags=["--once"])
    first.now = lambda: MOMENT - hour
    first.watch()
    for name, seconds in (("a", 7_200), ("b", 3_500), ("c", 10)):
        wrote(inbox / f"{name}.txt", seconds)
    log = Log()
    watch(flags=["--once", "--batch-size", "2"], log=log).watch()
    assert latencies(log) == [[3_500, 0], [10]]


def test_what_waits_behind_others_grows_no_younger(inbox):
    for seconds in (10_000, 10_001, 10_002):
        wrote(inbox / f"{seconds}.txt", seconds)
    clock = count(MOMENT.timestamp(), 60)
    log = Log()
    watching = watch(flags=["--once", "--batch-size", "1"], log=log)
    watching.now = lambda: datetime.fromtimestamp(next(clock), UTC)
    watching.watch()
    arrived = {each for given in log.of("published") for each in given[0].arrived}
    assert len(arrived) == 1


def test_a_page_that_was_refused_did_not_come_when_it_was_published(inbox):
    refusal = Failure.at(
        Source(uri="https://a.example/1"), ReadError(Reason.DISALLOWED, "robots.txt forbids it")
    ).model_copy(update={"claims": Claims(published_at=MOMENT - timedelta(days=2))})

    class Feed(Messages):
        def poll(self, position, limit):
            return PollResult(documents=() if position else (refusal,), position="1")

    log = Log()
    watch(Feed(), flags=["--once"], log=log).watch()
    assert latencies(log) == [[0]]


def test_ids_of_batches_sort_by_time_though_the_clock_stands_still(inbox):
    messages = Messages(*(f"Message {number}." for number in range(5)))
    log = Log()
    watch(messages, flags=["--batch-size", "1"], log=log).watch()

    found = [given[0].run_id for given in log.of("published")]
    assert [each[:20] for each in found] == [f"20250401T100000.00{n}Z" for n in range(5)]
    assert found == sorted(found)
    assert batch_id(MOMENT + timedelta(days=1)) > found[-1]


class CrashError(BaseException):
    """The process ends here."""


class Steps:
    """Lets the process end before one of the steps that last.

    Args:
        last: How many steps are done.
    """

    def __init__(self, last):
        self.last = last
        self.done = 0

    def counted(self, step):
        def act(*given):
            if self.done == self.last:
                raise CrashError
            self.done += 1
            return step(*given)

        return act


def crashes(steps, *sources):
    """Watch until a crash ends it; return whether one did."""
    with pytest.MonkeyPatch.context() as patches:
        for module in (loop, plan, cursor):
            patches.setattr(module, "keep", steps.counted(places.keep))
        patches.setattr(loop, "make_lasting", steps.counted(places.make_lasting))
        forget = steps.counted(places.forget)
        patches.setattr(loop, "forget", lambda *paths: [forget(path) for path in paths])
        try:
            watch(*sources, flags=["--once", "--batch-size", "2"], run=steps.counted(run)).watch()
        except CrashError:
            return True
    return False


def test_a_crash_between_any_two_steps_loses_nothing_and_repeats_nothing(tmp_path, monkeypatch):
    for last in count():
        desk = tmp_path / str(last)
        (desk / "inbox").mkdir(parents=True)
        (desk / "inbox" / "a.txt").write_text("It rained.")
        monkeypatch.chdir(desk)
        messages = Messages("It snowed.", None, "It hailed.")
        sources = (FolderSource("inbox", settle=0), messages)

        crashed = crashes(Steps(last), *sources)
        messages.texts.append("It cleared up.")
        assert watch(*sources, flags=["--once"]).watch()

        expected = [message(number, text) for number, text in enumerate(messages.texts)]
        assert published() == ids(*read_file("inbox/a.txt"), *expected)
        assert sorted(path.name for path in Path("out/_watch").iterdir()) == [
            "cursor.json",
            "health.json",
        ]
        if not crashed:
            break
    assert last > 20


def test_a_batch_that_was_published_before_the_crash_is_not_run_again(inbox):
    steps = Steps(4)  # health, plan, run, and its files to the disk
    assert crashes(steps, FolderSource("inbox", settle=0))

    def never(config):
        raise AssertionError

    log = Log()
    watch(flags=["--once"], run=never, log=log).watch()
    assert [given[1].read.total for given in log.of("published")] == [1]


def test_a_batch_whose_files_the_machine_lost_is_run_again(inbox):
    """A ledger may be on the disk, and a file that was written before it not."""
    assert crashes(Steps(4), FolderSource("inbox", settle=0))
    (file,) = Path("out/articles").iterdir()
    file.write_text("")
    watch(flags=["--once"]).watch()

    assert published() == ids(*read_file("inbox/a.txt"))


def test_a_file_that_vanishes_before_its_batch_is_a_failure(inbox):
    """Not the end of the watch."""

    def vanishing(config):
        (inbox / "a.txt").unlink()
        run(config)

    log = Log()
    watch(flags=["--once"], run=vanishing, log=log).watch()
    assert [given[1].failures.total for given in log.of("published")] == [1]


def test_a_run_accounts_for_a_file_that_is_gone(inbox):
    gone = {"input": ("inbox/a.txt", "inbox/gone.txt"), "run_id": "r", "quiet": True}
    run_batch(watch_request(GIVEN).config.model_copy(update=gone))

    ledger = plan.read_ledger("out", "r")
    assert (ledger.articles.total, ledger.failures.by["reason"]) == (1, {"unreadable": 1})


def test_a_source_that_fails_is_left_alone_for_longer_each_time(inbox):
    messages = Messages("It snowed.")
    messages.failing = 3
    log, stop = Log(), Stop(10)
    seconds = [0.0]
    stop.wait = lambda pause: (seconds.__setitem__(0, seconds[0] + pause), Stop.wait(stop, pause))
    watching = Watch(
        request("--every", "1m"),
        [FolderSource("inbox", settle=0), messages],
        run,
        stop,
        [log],
        monotonic=lambda: seconds[0],
    )
    assert watching.watch()

    assert [pause for _, pause in log.of("source_failed")] == [60, 120, 240]
    assert len(log.of("source_recovered")) == 1
    # The folder did not wait for it.
    assert [given[0].positions.keys() for given in log.of("published")] == [
        {"inbox"},
        {"kafka://broker/articles"},
    ]


def test_a_source_that_fails_may_say_when_it_can_be_asked_again(inbox):
    """As a server does that has too much to do: another process heeds it too."""

    class Busy(Messages):
        def poll(self, position, limit):
            raise SourceError("it is busy", position="until noon")

    watch(Busy(), flags=["--once"]).watch()
    assert Cursor.load(Places("out")).positions == {"kafka://broker/articles": "until noon"}


def test_once_tells_by_its_exit_code_that_a_source_failed(inbox):
    messages = Messages()
    messages.failing = 1
    assert not watch(FolderSource("inbox", settle=0), messages, flags=["--once"]).watch()
    assert published() == ids(*read_file("inbox/a.txt"))


def test_a_batch_that_storage_refuses_is_tried_again_later(inbox):
    tries = []

    def refused(config):
        tries.append(config.run_id)
        if len(tries) < 3:
            raise OSError(28, "No space left on device", "out/articles")
        run(config)

    log, stop = Log(), Stop(3)
    watch(run=refused, log=log, stop=stop).watch()

    assert len(set(tries)) == 1
    assert log.of("batch_delayed") == [
        [
            ("[Errno 28] No space left on device: 'out/articles'; make room and run again"),
            pause,
        ]
        for pause in (30, 60)
    ]
    assert stop.pauses == [30, 60, 30]
    assert published() == ids(*read_file("inbox/a.txt"))


class Full:
    """Storage that has no room for a while."""

    def __init__(self):
        self.is_full = False

    def keep(self, path, content):
        if self.is_full:
            raise OSError(28, "No space left on device", path)
        places.keep(path, content)


def test_that_batches_fail_is_told_though_the_disk_is_full(inbox, monkeypatch):
    disk, stop = Full(), Stop(4)
    for module in (loop, plan, cursor, trouble):
        monkeypatch.setattr(module, "keep", disk.keep)
    told = []

    def wait(seconds):
        told.append(status_of("out").trouble)
        disk.is_full = len(told) < 3
        (inbox / f"{len(told)}.txt").write_text(f"Story {len(told)}.")
        Stop.wait(stop, seconds)

    stop.wait = wait
    watch(stop=stop).watch()

    assert told[0] is None
    assert [(each.tries, each.since, each.error[:33]) for each in told[1:3]] == [
        (tries, MOMENT, "[Errno 28] No space left on devic") for tries in (1, 2)
    ]
    assert told[3] is None


def test_that_the_last_batch_failed_is_told_when_the_watch_has_ended(inbox):
    def refused(config):
        raise OSError(13, "Permission denied", "out/articles")

    for tries in (1, 2):
        assert not watch(flags=["--once"], run=refused).watch()
        assert status_of("out").trouble.tries == tries
    assert watch(flags=["--once"]).watch()
    assert status_of("out").trouble is None


def test_nothing_is_a_success_while_what_was_handed_on_is_not_published(inbox):
    def refused(config):
        raise OSError(28, "No space left on device", "out/articles")

    metrics = Metrics()
    watch(run=refused, stop=Stop(2), log=metrics).watch()
    value = metrics.registry.get_sample_value
    assert value("copydesk_last_success_timestamp_seconds") == 0
    assert value("copydesk_batch_failures") == value("copydesk_batch_delays_total") == 2
    watch(log=metrics).watch()
    assert value("copydesk_last_success_timestamp_seconds") == MOMENT.timestamp()
    assert value("copydesk_batch_failures") == 0


def test_a_bug_ends_the_watch_and_leaves_the_plan(inbox):
    def broken(config):
        raise ZeroDivisionError("division by zero")

    with pytest.raises(ZeroDivisionError):
        watch(run=broken).watch()
    assert status_of("out").trouble.error == "division by zero"
    watch(flags=["--once"]).watch()
    assert published() == ids(*read_file("inbox/a.txt"))


def test_asked_to_end_it_finishes_the_batch_under_way_and_begins_no_other(inbox):
    stop, log = Stop(), Log()

    def interrupted(config):
        stop.left = 0
        run(config)

    messages = Messages("It snowed.", "It hailed.")
    assert watch(messages, flags=["--batch-size", "1"], stop=stop, run=interrupted, log=log).watch()
    assert published() == ids(message(0, "It snowed."))
    assert log.of("ended") == [[1]]


def test_workers_that_ctrl_c_ended_with_it_are_no_failure(inbox):
    """A terminal sends it to all processes; the batch is done by the next watch."""
    stop = Stop()

    def cut_off(config):
        stop.left = 0
        raise WorkerLostError("a worker process ended")

    with pytest.raises(KeyboardInterrupt):
        watch(stop=stop, run=cut_off).watch()
    watch(flags=["--once"]).watch()
    assert published() == ids(*read_file("inbox/a.txt"))


def test_a_position_moves_though_nothing_was_handed_on(inbox):
    """As that of a feed does, which holds when it was asked last."""

    class Feed(Messages):
        def poll(self, position, limit):
            return PollResult(position=f"{position}.")

    watch(Feed(), flags=["--once"]).watch()
    assert Cursor.load(Places("out")).positions == {"kafka://broker/articles": "."}


def test_state_that_cannot_be_read_is_no_new_beginning(inbox):
    watch(flags=["--once"]).watch()
    Path("out/_watch/cursor.json").write_text("{")
    with pytest.raises(CursorError, match=r"out/_watch/cursor\.json cannot be read"):
        watch(flags=["--once"]).watch()


def test_an_output_has_one_watch(inbox):
    with sole_watch("out", Places("out"), ["inbox"]):
        assert is_watched(Places("out"))
        with (
            pytest.raises(
                UsageError,
                match=rf"^--output out: process {os.getpid()} watches for it already; end that one",
            ),
            sole_watch("out", Places("out"), ["inbox"]),
        ):
            pass
    assert not is_watched(Places("out"))


def test_status_tells_what_waits_and_what_was_published(inbox):
    messages = Messages("It snowed.", None)
    watch(FolderSource("inbox", settle=0), messages, flags=["--once"]).watch()
    (inbox / "b.txt").write_text("It hailed.")
    (inbox / "c.txt").write_text("It froze.")

    status = status_of("out")
    assert not status.is_running
    folder, topic = status.sources
    assert (folder.address, folder.taken, folder.waiting_files) == ("inbox", 1, 2)
    assert folder.waiting_bytes == 19
    assert (topic.address, topic.waiting_files) == ("kafka://broker/articles", None)
    assert [(each.read, each.articles, each.failures) for each in status.runs] == [(3, 2, 1)]
    assert status.failures == {"empty": 1}
    assert status.under_way is None


def test_status_tells_of_a_batch_that_was_left_undone(inbox):
    assert crashes(Steps(2), FolderSource("inbox", settle=0))
    assert status_of("out").under_way == plan.load_plan(Places("out")).run_id


def test_there_is_no_status_where_there_never_was_a_watch(inbox):
    with pytest.raises(UsageError, match=r"^--output out: there never was a run, a watch or "):
        status_of("out")


def test_status_tells_of_runs_where_there_never_was_a_watch(inbox):
    Path("inbox/a.txt").write_text("It rained all night in the valley.\n")
    run_batch(Config(input=("inbox",), output="out", run_id="monday", quiet=True))
    status = status_of("out")
    assert not status.has_watch
    assert [(each.run_id, each.read, each.articles) for each in status.runs] == [("monday", 1, 1)]


def test_a_watch_whose_lock_was_taken_away_ends_before_it_publishes(inbox):
    """Another may have begun, and would publish the same."""
    Path("inbox/a.txt").write_text("It rained all night in the valley.\n")
    with sole_watch("out", Places("out"), ["inbox"]) as is_sole:
        Path(Places("out").lock).unlink()
        begun = watch(FolderSource("inbox", settle=0))
        begun.is_sole = is_sole
        with pytest.raises(CursorError, match="was taken away under this watch"):
            begun.watch()
    assert not Path("out/articles").exists()
