"""A worker process that dies ends the run, at once and with one line."""

import pytest

KILLED = (
    "copydesk: a worker process was killed, as is done when memory runs out; "
    "run again with fewer --workers\n"
)


# Run at the start of Python: of the process that forks workers, or, since it has a thread, starts
# them as programs.
DIE = """
import os, signal, sys, threading
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def die_at_work():
    def hook(event, arguments):
        if event == "open" and "seeds/text/" in str(arguments[0]):
            die()
    sys.addaudithook(hook)
"""
SECOND_FORKED = """
forks = []
def second():
    if len(forks) == 2:
        {when}
os.register_at_fork(before=lambda: forks.append(1), after_in_child=second)
"""
SECOND_STARTED = """
if os.environ.get("WORKER_ID") == "worker_1":
    {when}
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""


@pytest.mark.parametrize("second", [SECOND_FORKED, SECOND_STARTED], ids=["forked", "started"])
@pytest.mark.parametrize("when", ["die()", "die_at_work()"], ids=["at once", "at work"])
def test_a_killed_worker_is_not_waited_for(when, second, copydesk, tmp_path):
    """Neither one that dies before it has said anything, nor one that reads a document."""
    (tmp_path / "sitecustomize.py").write_text(DIE + second.format(when=when))

    done = copydesk(
        "2 worker processes",
        ["--input", "seeds", "--output", tmp_path / "out"],
        path=tmp_path,
    )

    assert (done.returncode, done.stderr) == (1, KILLED)
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
