"""A worker process that dies ends the run, at once and with one line."""

import pytest

KILLED = (
    "copydesk: a worker process was killed, as is done when memory runs out; "
    "run again with fewer --workers\n"
)


@pytest.mark.parametrize(
    "when",
    [
        "die()",
        "threading.Timer(4, die).start()",  # by then it has work
    ],
)
def test_a_killed_worker_is_not_waited_for(when, copydesk, crawl, tmp_path):
    """Neither one that dies before it has said anything, nor one that is at work."""
    if "Timer" in when and not crawl:
        pytest.skip("needs COPYDESK_DATA: the seeds are done too soon")
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, threading\n"
        "def die():\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if os.environ.get('WORKER_ID') == 'worker_1':\n"
        f"    {when}\n"
    )

    done = copydesk(
        "2 worker processes",
        ["--input", "seeds", *crawl, "--output", tmp_path / "out"],
        path=tmp_path,
    )

    assert (done.returncode, done.stderr) == (1, KILLED)
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
