"""What is told of pages beside their text: ours beside trafilatura's and htmldate's, in one run.

    python tests/benchmarks/bench_metadata.py [--set metadata]

The pages are those of `data/extraction.publishers.jsonl.gz` or `data/metadata.jsonl.gz` in the
folder that COPYDESK_DATA names. Pages are parsed before the clock starts; times are of CPU. A day
is right if it is that of the label where the page writes it; a title, if it is that of the label
but for case and spaces; of names precision and recall are given, over pages with authors.
"""

import argparse
import base64
import gzip
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


class Told(NamedTuple):
    """What a contender tells of a page."""

    day: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()


def ours(page: Any, url: str) -> Told:
    """Return what `page_metadata` tells."""
    from transforms.clean.metadata.metadata import page_metadata

    said = page_metadata(page, url)
    return Told(said.published and said.published.date().isoformat(), said.title, said.authors)


def of_trafilatura(page: Any, url: str) -> Told:
    """Return what `extract_metadata` tells, with its extensive search for dates."""
    from trafilatura.metadata import extract_metadata

    dates = {"original_date": True, "extensive_search": True, "max_date": "2099-12-31"}
    found = extract_metadata(page, default_url=url, date_config=dates)
    return Told(found.date, found.title, tuple((found.author or "").split("; ")))


def of_htmldate(page: Any, url: str) -> Told:
    """Return what `find_date` tells."""
    from htmldate import find_date

    return Told(find_date(page, url=url, original_date=True, max_date="2099-12-31"))


CONTENDERS: dict[str, Callable[[Any, str], Told]] = {
    "copydesk": ours,
    "trafilatura": of_trafilatura,
    "htmldate": of_htmldate,
}


def folded(text: str | None) -> str:
    """Return `text` without what does not count in a comparison."""
    return " ".join((text or "").casefold().split())


def report(name: str, told: list[Told], rows: list[dict[str, Any]], times: list[float]) -> str:
    """Return a line of the table."""
    dated = [
        (each.day, row["date"][:10]) for each, row in zip(told, rows, strict=True) if row["date"]
    ]
    titles = [
        folded(each.title) == folded(row["title"]) for each, row in zip(told, rows, strict=True)
    ]
    right = found = wanted = 0
    for each, row in zip(told, rows, strict=True):
        if gold := set(map(folded, row["authors"] or ())):
            names = {folded(author) for author in each.authors if author}
            right, found, wanted = right + len(names & gold), found + len(names), wanted + len(gold)
    ordered = sorted(times)
    return (
        f"{name:14}{sum(a == b for a, b in dated) / len(dated):8.3f}"
        f"{sum(titles) / len(titles):8.3f}{right / max(found, 1):8.3f}{right / wanted:8.3f}"
        f"{sum(times) / len(times):10.2f}{ordered[len(times) // 2]:8.2f}"
        f"{ordered[int(len(times) * 0.99)]:8.1f}{ordered[-1]:8.1f}"
    )


def main() -> None:
    """Measure the contenders page by page, and print a table."""
    import trafilatura

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="extraction.publishers")
    options = parser.parse_args()
    path = Path(os.environ["COPYDESK_DATA"]) / "data" / f"{options.set}.jsonl.gz"
    with gzip.open(path) as lines:
        rows = [json.loads(line) for line in lines]
    told: dict[str, list[Told]] = {name: [] for name in CONTENDERS}
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for work in CONTENDERS.values():  # what is loaded and compiled once
        work(trafilatura.load_html("<html><body><h1>Rain</h1><p>3 May 2024"), "https://a.example/")
    for row in rows:
        html = base64.b64decode(row["html_base64"])
        for name, work in CONTENDERS.items():
            page = trafilatura.load_html(html)
            start = time.process_time()
            told[name].append(work(page, row["url"]))
            times[name].append((time.process_time() - start) * 1_000)
    print(f"{len(rows)} pages of {path.name}")
    print(
        f"{'':14}{'date':>8}{'title':>8}{'names P':>8}{'R':>8}"
        f"{'ms mean':>10}{'p50':>8}{'p99':>8}{'max':>8}"
    )
    for name in CONTENDERS:
        print(report(name, told[name], rows, times[name]))


if __name__ == "__main__":
    main()
