"""Whatever a page does to the process that cleans it, it is refused and the next is cleaned."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from transforms.clean import Limits, clean_document
from transforms.clean.sandbox.sandbox import Sandbox, SandboxError
from transforms.model import CleanError, Reason
from transforms.testing import document

ROOT = Path(__file__).parents[2]
CLEAN = "transforms.clean.document:clean_document"
LIMITS = Limits(max_seconds=0.3, max_memory_bytes=64 << 20)


@pytest.fixture
def sandbox(tmp_path):
    made = Sandbox("harm:work", {"folder": str(tmp_path)}, LIMITS)
    yield made
    made.close()


def refusal(sandbox, content):
    with pytest.raises(CleanError) as refused:
        sandbox.clean(document(content))
    return refused.value.reason, refused.value.message


def processes():
    """Return the processes that this one has started and not yet buried."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def descriptors():
    return {each.name for each in Path("/proc/self/fd").iterdir()}


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("deed", "reason", "message"),
    [
        (
            "backtrack",
            Reason.TIME_LIMIT,
            "cleaning it takes more than 0.3 s of a processor (max_seconds)",
        ),
        (
            "allocate",
            Reason.MEMORY_LIMIT,
            "cleaning it takes more than 67108864 bytes of memory (max_memory_bytes)",
        ),
        (
            "pass-over",
            Reason.MEMORY_LIMIT,
            "cleaning it takes more than 67108864 bytes of memory (max_memory_bytes)",
        ),
        ("abort", Reason.CRASHED, "the process that was cleaning it was ended by SIGABRT, twice"),
        (
            "segfault",
            Reason.CRASHED,
            "the process that was cleaning it was ended by SIGSEGV, twice",
        ),
        (
            "overflow",
            Reason.CRASHED,
            "the process that was cleaning it was ended by SIGSEGV, twice",
        ),
        ("exit", Reason.CRASHED, "the process that was cleaning it ended with exit code 3, twice"),
        (
            "sys-exit",
            Reason.CRASHED,
            "the process that was cleaning it ended with exit code 4, twice",
        ),
        ("tamper", Reason.CRASHED, "the process that was cleaning it was ended by SIGKILL, twice"),
        ("refuse", Reason.NO_TEXT, "nothing — “nichts”"),
    ],
)
def test_what_harms_the_process_is_refused_and_the_next_document_is_cleaned(
    deed, reason, message, sandbox, capfd
):
    assert refusal(sandbox, deed) == (reason, message)
    assert sandbox.clean(document("It rained.")).text == "It rained."
    assert capfd.readouterr() == ("", "")


def test_signals_that_the_starting_thread_holds_back_reach_the_process(sandbox):
    """Else no timer would end it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    try:
        assert refusal(sandbox, "backtrack")[0] == Reason.TIME_LIMIT
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_who_waits_for_what_never_comes_is_ended_by_the_clock(tmp_path):
    sandbox = Sandbox("harm:work", limits=Limits(max_seconds=0.01))
    assert refusal(sandbox, "sleep") == (
        Reason.TIME_LIMIT,
        "cleaning it does not end within 1.1 s by the clock (max_seconds)",
    )
    sandbox.close()


def test_what_is_printed_is_no_answer(sandbox, capfd):
    assert sandbox.clean(document("print and go on")).text == "print and go on"
    assert capfd.readouterr() == ("", "")


def test_a_process_that_is_killed_from_outside_is_no_fault_of_the_document(sandbox):
    assert sandbox.clean(document("die-once")).text == "die-once"


def test_a_process_that_was_killed_while_it_was_idle_is_replaced(sandbox):
    sandbox.clean(document("one"))
    (child,) = processes()
    os.kill(int(child), signal.SIGKILL)
    assert sandbox.clean(document("two")).text == "two"
    assert child not in processes()


def test_the_memory_that_earlier_documents_left_is_not_put_down_to_the_next(sandbox):
    """Each of them stays below the limit; what they leave together does not."""
    for number in range(6):
        assert sandbox.clean(document(f"leave 25 {number}")).text


def test_a_bug_is_raised_with_its_traceback_and_is_no_refusal(sandbox):
    with pytest.raises(
        SandboxError, match=r"(?s)news/article.txt failed:.*in divide.*ZeroDivision"
    ):
        sandbox.clean(document("bug"))
    assert sandbox.clean(document("It rained.")).text == "It rained."


def test_what_cannot_be_started_is_told_at_once_and_is_no_refusal():
    sandbox = Sandbox("no_such_module:work")
    with pytest.raises(SandboxError, match=r"(?s)exit code 1.*No module named 'no_such_module'"):
        sandbox.clean(document("It rained."))
    sandbox.close()


def test_large_documents_pass_through(sandbox):
    """Larger than any pipe; both ways."""
    text = "It rained. " * 200_000
    assert sandbox.clean(document(text)).text == text


def test_everything_that_an_article_has_comes_back():
    page = document(
        "<html lang=de><head><title>Regen</title></head><body><article><h1>Regen</h1>"
        + "<p>Es regnete in der Stadt auf dem Hügel den ganzen Tag, und niemand ging hinaus.</p>"
        * 9,
        media_type="text/html",
        url="https://a.example/regen",
        published_at="2025-01-28T09:00:00+07:00",
        authors=("Ada Byron",),
        tags=("Wetter",),
    )
    sandbox = Sandbox(CLEAN, {"trail": True, "without": ["title"]})
    assert sandbox.clean(page) == clean_document(page, trail=True, without=["title"])
    sandbox.close()


def test_limits_of_size_and_depth_are_those_of_clean_document():
    limits = Limits(max_document_bytes=200, max_depth=9)
    sandbox = Sandbox(CLEAN, {}, limits)
    for content in ("x" * 201, "<p>" + "<b>" * 20 + "It rained."):
        with pytest.raises(CleanError) as here:
            clean_document(document(content), limits=limits)
        assert refusal(sandbox, content) == (here.value.reason, here.value.message)
    sandbox.close()


def test_threads_have_a_process_each(sandbox):
    meet = threading.Barrier(3)

    def clean(number):
        if number < 3:
            meet.wait(60)
        content = ("abort" if number % 5 == 0 else "text") + f" {number}"
        try:
            return sandbox.clean(document(content)).text
        except CleanError as refused:
            return refused.reason

    with ThreadPoolExecutor(3) as threads:
        results = list(threads.map(clean, range(30)))

    assert results == [Reason.CRASHED if n % 5 == 0 else f"text {n}" for n in range(30)]
    assert 1 <= len(processes()) <= 3


def test_nothing_is_left_when_it_is_closed(sandbox):
    before = descriptors()
    sandbox.start()
    sandbox.clean(document("It rained."))
    refusal(sandbox, "segfault")
    sandbox.clean(document("It rained."))
    assert processes()
    sandbox.close()
    sandbox.close()
    with pytest.raises(SandboxError, match="closed"):
        sandbox.clean(document("It rained."))
    assert processes() == []
    assert descriptors() == before


def test_nothing_is_left_when_it_is_forgotten():
    sandbox = Sandbox("harm:work")
    sandbox.start()
    assert processes()
    del sandbox
    assert processes() == []


PROGRAM = """\
import sys
from transforms.clean.sandbox.sandbox import Sandbox
from transforms.testing import document

sandbox = Sandbox({function!r}, {{"folder": {folder!r}}} if {folder!r} else {{}})
print(sandbox.clean(document({content!r})).text)
"""


def program(content, function=CLEAN, folder=""):
    return PROGRAM.format(content=content, function=function, folder=str(folder))


def run(words, **options):
    options = {"env": os.environ | {"PYTHONPATH": str(ROOT)}, **options}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )


def is_gone(process):
    """Return whether a process has ended; whoever is to bury it may be slow."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_its_parent_even_in_the_midst_of_work(number, tmp_path):
    words = [sys.executable, "-c", program("pid", "harm:work", tmp_path)]
    path = os.pathsep.join(map(str, (ROOT, Path(__file__).parent)))
    with subprocess.Popen(
        words, env=os.environ | {"PYTHONPATH": path}, stderr=subprocess.DEVNULL
    ) as parent:
        wait_until((tmp_path / "pid").exists)
        parent.send_signal(number)
    wait_until(lambda: is_gone((tmp_path / "pid").read_text()))


def test_idle_it_ends_with_its_parent(tmp_path):
    text = program("It rained.") + (
        "import os\nprint(next(iter(sandbox._children._all))._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = run(["-c", text])
    assert done.returncode == -signal.SIGKILL
    child = done.stdout.split()[-1]
    wait_until(lambda: is_gone(child))


def test_from_a_script_that_does_its_work_when_it_is_imported(tmp_path):
    """No guard of `__main__` is needed: the script is not run again."""
    script = tmp_path / "script.py"
    script.write_text("print('begin')\n" + program("It rained."))
    assert run([str(script)]).stdout == "begin\nIt rained.\n"


def test_from_a_folder_with_modules_of_the_same_names(tmp_path):
    """What lies in the current folder is no part of Python's path, nor of the child's."""
    for name in ("json", "lxml", "transforms"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('wrong module')")
    (tmp_path / "script").mkdir()
    (tmp_path / "script/s.py").write_text(program("It rained."))
    assert run([str(tmp_path / "script/s.py")], cwd=tmp_path).stdout == "It rained.\n"


def test_with_a_path_that_only_the_parent_knows(tmp_path):
    text = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + program("It rained.")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    assert run(["-c", text], cwd=tmp_path, env=environment).stdout == "It rained.\n"


def test_with_streams_that_are_closed(tmp_path):
    shell = '"$0" -c "$1" <&- 2>&- | cat'
    words = ["bash", "-c", shell, sys.executable, program("It rained.")]
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "It rained.\n"


@pytest.mark.parametrize("has_init", [True, False])
def test_from_a_copy_of_the_folder_under_another_name(has_init, tmp_path):
    copy = tmp_path / "vendor" / "transforms"
    shutil.copytree(ROOT / "transforms", copy, ignore=shutil.ignore_patterns("__pycache__"))
    if has_init:
        (tmp_path / "vendor/__init__.py").write_text("")
    text = program("It rained.").replace("transforms.", "vendor.transforms.")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = run(["-c", text], cwd=tmp_path, env=environment | {"PYTHONPATH": str(tmp_path)})
    assert done.stdout == "It rained.\n", done.stderr
