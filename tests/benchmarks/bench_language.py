"""What tells languages, beside its peers: accuracy, speed and memory in one run.

    python tests/benchmarks/bench_language.py [--runs 3]

The texts are the sets `data/language.*` of the folder that COPYDESK_DATA names. Each contender is
asked in a process of its own: what it takes in memory is told beside it. Speed is in texts a
second of CPU time, the best of the runs, which take turns. Tags of Chinese are told as one, and
those of Norwegian. A peer that is not installed is passed over: `pip install 'copydesk[bench]'`.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "quality")]
SETS = ("news", "news_silver", "udhr", "sentences", "word_pairs", "tweets")
TIMED = "news"
LANGDETECT = "langdetect"


def ours(*, passages: bool) -> Callable[[str], str]:
    from transforms.language.profile_detector import ProfileDetector

    detector = ProfileDetector(passages=passages)
    return lambda text: detector.detect(text).tag


def langdetect() -> Callable[[str], str]:
    from langdetect import LangDetectException
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.set_seed(0)
    profiles = sorted(Path(PROFILES_DIRECTORY).iterdir())
    factory.load_json_profile([profile.read_text("utf-8") for profile in profiles])

    def detect(text: str) -> str:
        detector = factory.create()
        detector.append(text)
        try:
            return detector.detect()
        except LangDetectException:
            return "und"

    return detect


def py3langid() -> Callable[[str], str]:
    from py3langid.langid import classify

    return lambda text: classify(text)[0]


def pycld2() -> Callable[[str], str]:
    import pycld2 as cld2

    def detect(text: str) -> str:
        printable = "".join(char for char in text if char.isprintable() or char.isspace())
        return cld2.detect(printable)[2][0][1]

    return detect


def lingua() -> Callable[[str], str]:
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return detect


CONTENDERS: dict[str, tuple[str | None, Callable[[], Callable[[str], str]]]] = {
    "profiles, with passages": (None, lambda: ours(passages=True)),
    "profiles": (None, lambda: ours(passages=False)),
    LANGDETECT: ("langdetect", langdetect),
    "py3langid": ("py3langid", py3langid),
    "pycld2": ("pycld2", pycld2),
    "lingua": ("lingua", lingua),
}


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, *, accuracy: bool) -> dict[str, float]:
    """Ask one contender in this process."""
    import language_data as data
    import numpy as np  # noqa: F401  # which the pipeline has in any case

    import transforms.model  # noqa: F401

    sets = {each: data.rows(each) for each in (SETS if accuracy else (TIMED,))}
    before, start = megabytes(), time.process_time()
    detect = CONTENDERS[name][1]()
    detect("It rained all night in the small harbour town.")
    found = {"start": time.process_time() - start}
    for each, rows in sets.items():
        start = time.process_time()
        tags = [detect(text) for text, _ in rows]
        seconds = time.process_time() - start
        if each == TIMED:
            found["speed"] = len(rows) / seconds
        right = sum(data.folded(tag) == tag_ for tag, (_, tag_) in zip(tags, rows, strict=True))
        found[each] = right / len(rows)
    return found | {"megabytes": megabytes() - before}


def main() -> None:
    """Ask all in turn, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--accuracy", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, accuracy=options.accuracy)))
        return
    installed = []
    for name, (module, _) in CONTENDERS.items():
        if module is not None and find_spec(module) is None:
            print(f"{name} is not installed: passed over")
        else:
            installed.append(name)
    results: dict[str, dict[str, float]] = {}
    for run in range(options.runs):
        for name in installed:
            words = [sys.executable, __file__, "--one", name]
            words += [] if run else ["--accuracy"]
            finished = subprocess.run(words, check=True, capture_output=True, text=True)
            found = json.loads(finished.stdout.splitlines()[-1])
            best = results.setdefault(name, found)
            best["speed"] = max(best["speed"], found["speed"])
            best["start"] = min(best["start"], found["start"])
    heads = [*SETS, "texts/s", "x", "MB", "start s"]
    print(f"{'':24}" + "".join(f"{head:>12}" for head in heads))
    for name, found in results.items():
        ratio = found["speed"] / results[LANGDETECT]["speed"]
        print(
            f"{name:24}"
            + "".join(f"{found[each]:12.4f}" for each in SETS)
            + f"{found['speed']:12.0f}{ratio:12.1f}{found['megabytes']:12.0f}{found['start']:12.2f}"
        )


if __name__ == "__main__":
    main()
