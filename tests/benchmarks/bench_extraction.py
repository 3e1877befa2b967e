"""The text of pages beside that of trafilatura's modes and of resiliparse: how good, how fast.

    python tests/benchmarks/bench_extraction.py [--runs 3] [--pages 100]

Good: word 4-gram F1 on two sets of labelled pages and the share of strings told right on a third,
in the folder that COPYDESK_DATA names. Fast: pages a second of CPU, and milliseconds a page, over
those pages and a sample of a crawl; where there are no data, over the seeds, and speed alone. All
extractors take their turn at each page, so that a busy machine is busy for all of them; the time
of a page is the median of the runs. Those marked with * give metadata as well; "text alone" is
what comes before metadata, with the rules for lines.
"""

import argparse
import base64
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pages import ROOT, crawled, labelled

sys.path[:0] = [str(ROOT), str(Path(__file__).parents[1] / "quality")]

from shingles import f1, precision_and_recall, share_right  # noqa: E402

SETS = ("scrapinghub", "publishers")
Extractor = Callable[[bytes, str | None], str]


def extractors() -> dict[str, Extractor]:
    """Return each extractor by its name."""
    import trafilatura

    from transforms.clean import clean_document
    from transforms.clean.characters.encoding import decode
    from transforms.clean.characters.tidy import tidy_lines
    from transforms.clean.lines.boilerplate import drop_boilerplate
    from transforms.clean.page.extraction import extract, read_page
    from transforms.clean.trail import Trail
    from transforms.model import CleanError
    from transforms.testing import document

    def whole(html: bytes, url: str | None) -> str:
        try:
            return clean_document(document(html, media_type="text/html", url=url)).text
        except CleanError:
            return ""

    def text_alone(html: bytes, url: str | None) -> str:
        trail = Trail()
        try:
            text = extract(read_page(decode(html, is_html=True))).text
        except CleanError:
            return ""
        return "\n".join(line.text for line in drop_boilerplate(tidy_lines(text), trail))

    def mode(**options: bool) -> Extractor:
        def work(html: bytes, url: str | None) -> str:
            found = trafilatura.bare_extraction(html, url=url, **options)
            return found.text or "" if found else ""

        return work

    found: dict[str, Extractor] = {
        "copydesk *": whole,
        "copydesk, text alone": text_alone,
        "trafilatura *": mode(with_metadata=True),
        "trafilatura": mode(),
        "  fast": mode(fast=True),
        "  recall": mode(favor_recall=True),
        "  fast, recall": mode(fast=True, favor_recall=True),
        "  precision": mode(favor_precision=True),
    }
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError:
        print("resiliparse is not installed, and left out")
    else:

        def resiliparse(html: bytes, url: str | None) -> str:
            return extract_plain_text(html.decode("utf-8", "replace"), main_content=True)

        found["resiliparse"] = resiliparse
    return found


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="of the crawl")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    logging.disable()
    contenders = extractors()
    rows = {name: labelled(name) for name in (*SETS, "segments")}
    sample, source = crawled(options.pages, every=7)
    pages = [
        (name, row, base64.b64decode(row["html_base64"]), row["url"])
        for name, found in rows.items()
        for row in found
    ]
    pages += [(source, {}, html, None) for html in sample]
    print(", ".join(f"{len(found)} pages of {name}" for name, found in rows.items() if found))
    print(f"{len(sample)} pages of {source}; medians of {options.runs} runs")
    for work in contenders.values():  # word lists and the like are read at the first page
        work(pages[0][2], None)
    texts: dict[str, list[str]] = {name: [] for name in contenders}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _, _, html, url in pages:
        taken: dict[str, list[float]] = {name: [] for name in contenders}
        for run in range(options.runs):
            for name, work in contenders.items():
                start = time.process_time()
                text = work(html, url)
                taken[name].append(time.process_time() - start)
                if run == 0:
                    texts[name].append(text)
        for name, measured in taken.items():
            times[name].append(statistics.median(measured))
    sets = [name for name, found in rows.items() if found]
    heads = [*sets, "pages/s", "p50 ms", "p99 ms", "max ms", "of *"]
    print(f"{'':22}" + "".join(f"{head:>13}" for head in heads))
    base = sum(times["trafilatura *"])
    for name, measured in times.items():
        figures = [f"{quality(each, pages, texts[name]):.4f}" for each in sets]
        ordered = sorted(measured)
        figures += [
            f"{len(measured) / sum(measured):.1f}",
            f"{1_000 * statistics.median(measured):.1f}",
            f"{1_000 * ordered[int(0.99 * len(ordered))]:.1f}",
            f"{1_000 * ordered[-1]:.1f}",
            f"{base / sum(measured):.2f}x",
        ]
        print(f"{name:22}" + "".join(f"{figure:>13}" for figure in figures))


def quality(name: str, pages: list[tuple], texts: list[str]) -> float:
    """Return F1 over a set of gold texts, or the share of strings told right."""
    own = [(row, text) for (of, row, *_), text in zip(pages, texts, strict=True) if of == name]
    if name in SETS:
        return f1(precision_and_recall(text, row["gold_text"]) for row, text in own)
    told = [share_right(text, row["with"], row["without"]) for row, text in own]
    return sum(right for right, _ in told) / sum(total for _, total in told)


if __name__ == "__main__":
    main()
