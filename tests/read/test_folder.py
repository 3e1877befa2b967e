"""A folder that fills up: each file is taken once, when it is whole."""

import os
from pathlib import Path

import pytest

from transforms.read.sources import BEGINNING, PollResult, SourceError, UnboundedSource, source_at
from transforms.read.sources.feeds import FeedSource
from transforms.read.sources.folder import Backlog, FolderSource

NOW = 1_000_000.0


class Clock:
    def __init__(self):
        self.time = NOW

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path, monkeypatch, clock):
    monkeypatch.chdir(tmp_path)
    Path("inbox").mkdir()
    return FolderSource("inbox/", settle=5, clock=clock)


def put(name, text="It rained.", written=NOW - 60):
    path = Path("inbox", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (written, written))
    return str(path)


def test_it_is_a_source(folder):
    assert isinstance(folder, UnboundedSource)
    assert folder.address == "inbox"
    assert isinstance(source_at("inbox"), FolderSource)


def test_a_file_is_taken_once(folder):
    put("a.txt")
    first = folder.poll(BEGINNING, 10)
    assert (first.files, first.has_more) == (("inbox/a.txt",), False)
    assert folder.poll(first.position, 10) == PollResult(position=first.position)


def test_polled_again_from_the_same_position_it_hands_on_the_same(folder):
    """As after a crash, by another process."""
    put("a.txt")
    put("b.txt")
    assert folder.poll(BEGINNING, 10) == FolderSource("inbox").poll(BEGINNING, 10)


def test_files_below_folders_are_taken_too(folder):
    put("2025/a.txt")
    assert folder.poll(BEGINNING, 10).files == ("inbox/2025/a.txt",)


def test_what_was_written_first_comes_first_and_the_rest_later(folder):
    for name, written in (("a", 3), ("b", 1), ("c", 2), ("d", 1)):
        put(name, written=written)
    first = folder.poll(BEGINNING, 2)
    assert (first.files, first.has_more) == (("inbox/b", "inbox/d"), True)
    second = folder.poll(first.position, 2)
    assert (second.files, second.has_more) == (("inbox/c", "inbox/a"), False)


def test_a_batch_has_so_many_bytes_or_one_file(tmp_path, clock):
    files = [tmp_path / name for name in "abc"]
    for number, (file, size) in enumerate(zip(files, (7, 5, 6), strict=True)):
        file.write_text("x" * size)
        os.utime(file, (number, number))
    folder = FolderSource(str(tmp_path), batch_bytes=6, clock=clock)
    first = folder.poll(BEGINNING, 10)
    assert (first.files, first.has_more) == ((str(files[0]),), True)
    assert folder.poll(first.position, 10).files == (str(files[1]),)


@pytest.mark.parametrize(
    "name", [".a.txt", "_a.txt", "a.txt.tmp", "a.part", "a.crdownload", "a.txt~", "_new/a.txt"]
)
def test_what_is_under_the_name_of_an_unfinished_file_is_passed_over(name, folder):
    put(name)
    assert folder.poll(BEGINNING, 10).files == ()


def test_a_file_that_was_written_to_just_now_is_left_for_later(folder, clock):
    put("a.txt", written=NOW - 4)
    first = folder.poll(BEGINNING, 10)
    assert (first.files, first.has_more) == ((), False)
    clock.time += 1
    assert folder.poll(first.position, 10).files == ("inbox/a.txt",)


def test_a_file_that_grows_is_left_until_it_does_not(folder, clock):
    for second in range(0, 12, 3):
        clock.time = NOW + second
        put("a.txt", "It rained. " * (second + 1), written=clock.time)
        assert folder.poll(BEGINNING, 10).files == ()
    clock.time += 5
    assert folder.poll(BEGINNING, 10).files == ("inbox/a.txt",)


def test_a_file_of_the_future_is_taken_once_it_was_seen_to_stay_as_it_is(folder, clock):
    """A file server's clock may be ahead of ours."""
    put("a.txt", written=NOW + 3_600)
    assert folder.poll(BEGINNING, 10).files == ()
    clock.time += 5
    assert folder.poll(BEGINNING, 10).files == ("inbox/a.txt",)


@pytest.mark.parametrize(("text", "written"), [("It snowed a lot.", NOW - 60), (None, NOW - 30)])
def test_a_file_that_changed_is_taken_again(text, written, folder):
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    put("a.txt", text or "It rained.", written)
    assert folder.poll(position, 10).files == ("inbox/a.txt",)


DAY = 86_400


DENIED = PermissionError(13, "Permission denied")


def forbid(monkeypatch, name, function, error=DENIED):
    """Let a function of `os` or `Path` fail for one path."""
    whole = getattr(function[0], function[1])

    def failing(path, *given, **named):
        if str(path) == name:
            raise type(error)(*error.args, name)
        return whole(path, *given, **named)

    monkeypatch.setattr(*function, failing)


LIST, LOOK = (os, "scandir"), (Path, "lstat")
STALE = OSError(116, "Stale file handle")


@pytest.mark.parametrize("error", [DENIED, STALE])
def test_a_folder_that_cannot_be_listed_is_an_error_that_may_pass(error, folder, monkeypatch):
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    with monkeypatch.context() as patch:
        forbid(patch, "inbox", LIST, error)
        with pytest.raises(
            SourceError, match=f"^inbox: cannot be listed: {error.args[1]}; "
        ) as told:
            folder.poll(position, 10)
        with pytest.raises(SourceError, match="cannot be listed"):
            folder.backlog(position)
    assert told.value.position is None
    assert folder.poll(position, 10).files == ()


def test_what_is_in_a_folder_below_that_cannot_be_listed_is_not_taken_again(folder, monkeypatch):
    """What is new elsewhere is handed on before the trouble is told."""
    put("a.txt")
    put("sub/b.txt")
    position = folder.poll(BEGINNING, 10).position
    with monkeypatch.context() as patch:
        forbid(patch, "inbox/sub", LIST)
        with pytest.raises(SourceError, match="inbox: inbox/sub cannot be listed: Permission"):
            folder.poll(position, 10)
        put("c.txt")
        found = folder.poll(position, 10)
        assert (found.files, found.documents) == (("inbox/c.txt",), ())
        assert folder.backlog(position) == Backlog(files=1, bytes=10, oldest=NOW - 60, taken=1)
    assert folder.poll(found.position, 10).files == ()


def test_a_file_that_cannot_be_looked_at_is_not_taken_again(folder, monkeypatch):
    """As in a folder that may be read and not entered."""
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    with monkeypatch.context() as patch:
        forbid(patch, "inbox/a.txt", (Path, "stat"), STALE)
        forbid(patch, "inbox/a.txt", LOOK, STALE)
        with pytest.raises(SourceError, match=r"inbox: inbox/a\.txt cannot be listed: Stale"):
            folder.poll(position, 10)
    assert folder.poll(position, 10).files == ()


def test_what_copydeskignore_names_need_not_be_listed(folder, monkeypatch):
    put(".copydeskignore", "lost+found")
    put("lost+found/a.txt")
    put("b.txt")
    forbid(monkeypatch, "inbox/lost+found", LIST)
    position = folder.poll(BEGINNING, 10).position
    assert folder.poll(position, 10).files == ()


def test_a_file_that_goes_while_it_is_looked_at_is_passed_over(folder, monkeypatch):
    put("a.txt")
    gone = FileNotFoundError(2, "No such file or directory")
    forbid(monkeypatch, "inbox/a.txt", (Path, "stat"), gone)
    forbid(monkeypatch, "inbox/a.txt", LOOK, gone)
    assert folder.poll(BEGINNING, 10).files == ()


def test_a_disk_that_was_unmounted_for_long_is_not_taken_again(folder, clock):
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    Path("inbox").rename("disk")
    with pytest.raises(SourceError, match="there is no such folder"):
        folder.poll(position, 10)
    Path("inbox").mkdir()  # an empty mount point
    for _ in range(3):
        result = folder.poll(position, 10)
        assert (result.files, result.position) == ((), position)
        clock.time += 90 * DAY
    Path("inbox").rmdir()
    Path("disk").rename("inbox")
    assert folder.poll(position, 10) == PollResult(position=position)


def test_a_file_that_was_away_while_others_came_is_not_taken_again(folder, clock):
    put("a.txt")
    put("b.txt")
    position = folder.poll(BEGINNING, 10).position
    Path("inbox/a.txt").rename("a.txt")
    away = folder.poll(position, 10).position
    clock.time += 20 * DAY
    assert folder.poll(away, 10).position == away
    Path("a.txt").rename("inbox/a.txt")
    assert folder.poll(away, 10) == PollResult(position=position)


def test_a_file_is_forgotten_when_it_was_gone_for_a_month(folder, clock):
    put("a.txt")
    put("b.txt")
    position = folder.poll(BEGINNING, 10).position
    Path("inbox/a.txt").unlink()
    position = folder.poll(position, 10).position
    clock.time += 31 * DAY
    position = folder.poll(position, 10).position
    assert len(position) == len("2:") + 11
    assert folder.poll(position, 10).files == ()


def test_of_many_that_are_gone_those_of_the_last_days_are_remembered(folder, clock, monkeypatch):
    monkeypatch.setattr("transforms.read.sources.taken.MOST_GONE", 2)
    position = BEGINNING
    for number in range(20):
        path = put(f"{number}.txt")
        result = folder.poll(position, 10)
        assert result.files == (path,)
        position = result.position
        Path(path).unlink()
        clock.time += DAY
    assert len(position) < len("2:") + 5 * (11 + len(";123456:"))


def test_a_position_of_a_former_version_goes_on(folder):
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    former = position.replace("2:", "1:")
    assert folder.poll(former, 10) == PollResult(position=position)


def test_a_folder_that_is_empty_hands_on_nothing(folder):
    assert folder.poll(BEGINNING, 10).files == ()


@pytest.mark.parametrize("address", ["outbox", "outbox/*.txt"])
def test_a_folder_that_is_not_there_is_an_error_that_may_pass(address, folder):
    with pytest.raises(SourceError, match=r"there is no such folder"):
        FolderSource(address).poll(BEGINNING, 10)


def test_a_glob_takes_what_it_means(folder):
    put("a.txt")
    put("b.html")
    assert FolderSource("inbox/*.txt").poll(BEGINNING, 10).files == ("inbox/a.txt",)


def test_a_file_alone_may_be_called_what_it_will(folder):
    put("_a.tmp")
    assert FolderSource("inbox/_a.tmp").poll(BEGINNING, 10).files == ("inbox/_a.tmp",)


def test_a_position_of_another_source_is_an_error(folder):
    with pytest.raises(SourceError, match="'offset 7' is no position in a folder"):
        folder.poll("offset 7", 10)


def test_an_address_of_the_web_is_a_feed():
    assert isinstance(source_at("https://a.example/feed.xml"), FeedSource)


def test_no_other_kind_of_address_is_known(folder):
    with pytest.raises(ValueError, match="gopher"):
        source_at("gopher://inbox")


def test_what_waits_can_be_told(folder):
    put("a.txt")
    position = folder.poll(BEGINNING, 10).position
    put("b.txt", "It snowed.", written=NOW - 7)
    put("c.txt", "It hailed.", written=NOW)
    assert folder.backlog(position) == Backlog(files=2, bytes=20, oldest=NOW - 7, taken=1)


def test_a_file_whose_name_is_not_utf_8_is_a_failure_and_the_others_go_on(folder):
    put("a.txt")
    put(os.fsdecode(b"lat\xe9.txt"))
    found = folder.poll(BEGINNING, 10)
    assert found.files == ("inbox/a.txt",)
    (failure,) = found.documents
    assert (failure.reason, failure.source.uri) == ("unreadable", "inbox/lat?.txt")
    assert failure.message == "its name is not UTF-8: rename it"
    assert folder.poll(found.position, 10).documents == ()
