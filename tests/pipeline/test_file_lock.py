"""A lock is held by one, and asking whether it is held keeps nobody from taking it."""

import fcntl

from pipeline import file_lock
from pipeline.file_lock import is_held, take


def test_one_at_a_time_holds_it_until_its_file_is_closed(tmp_path, monkeypatch):
    monkeypatch.setattr(file_lock, "_TRY_SECONDS", 0)
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        assert take(first)
        assert is_held(path)
        assert not take(second)
        first.close()
        assert take(second)
    assert not is_held(path)


def test_where_there_is_no_file_nobody_holds_it(tmp_path):
    assert not is_held(tmp_path / "lock")
    assert not is_held(tmp_path / "none" / "lock")


def test_who_takes_it_waits_for_those_who_only_ask(tmp_path, monkeypatch):
    path = tmp_path / "lock"
    with path.open("w") as taking, path.open() as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        monkeypatch.setattr(file_lock.time, "sleep", lambda _: fcntl.flock(asking, fcntl.LOCK_UN))
        assert take(taking)
