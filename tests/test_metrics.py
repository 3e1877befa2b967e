"""What a runner shows of a job in our namespace."""

from collections import Counter

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

from pipeline.config import Config
from pipeline.graph import build
from transforms.metrics import NAMESPACE

RAIN = "The river rose by two metres overnight, and the old bridge was closed to all traffic."


def shown(tmp_path, **texts):
    """Return the counters and distributions of a run over texts."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    pipeline = beam.Pipeline(runner=FnApiRunner(), options=PipelineOptions([]))
    build(pipeline, Config(input=(str(folder),), output=str(tmp_path / "out")))
    result = pipeline.run()
    result.wait_until_finish()
    found = result.metrics().query(beam.metrics.MetricsFilter().with_namespace(NAMESPACE))
    counters: Counter[str] = Counter()
    for each in found["counters"]:  # one for each step that counts
        counters[each.key.metric.name] += each.committed
    return counters, {each.key.metric.name: each.committed for each in found["distributions"]}


def test_documents_are_counted_by_what_became_of_them(tmp_path):
    counters, distributions = shown(tmp_path, a=RAIN, b=RAIN, c="Snow.\n\nIt snowed.", d="")
    assert counters.pop("documents_read") == 4
    assert counters.pop("failures_empty") == 1
    assert counters.pop("duplicates_exact") == 1
    assert sum(counters.values()) == 2
    assert set(counters) <= {"articles", "failures_no_text"}
    cleaning = distributions["cleaning_milliseconds"]
    assert cleaning.count == 3  # what is empty was never cleaned
    assert cleaning.sum >= cleaning.max >= cleaning.min >= 0
