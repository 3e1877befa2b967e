"""A lock is held by one, and asking whether it is held keeps nobody from taking it."""

import fcntl
import os
import socket

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


def test_a_forked_process_does_not_hold_what_its_parent_has_let_go_of(tmp_path):
    path = tmp_path / "lock"
    ours, its = socket.socketpair()
    with path.open("w") as file:
        assert take(file)
        child = os.fork()
        if not child:
            ours.close()
            its.send(b"here")
            its.recv(1)  # till we close our end
            os._exit(0)
    assert ours.recv(4) == b"here"
    assert not is_held(path)
    ours.close()
    os.waitpid(child, 0)
