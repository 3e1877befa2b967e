"""One run over the seeds, which all tests of quality look at."""

import json
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def seeds_run(tmp_path_factory):
    """Run the whole pipeline over the seeds and return its output folder."""
    from pipeline.config import Config
    from pipeline.run import run

    output = tmp_path_factory.mktemp("seeds")
    run(Config(input=(str(SEEDS),), output=str(output), run_id="seeds"))
    return output


@pytest.fixture(scope="session")
def seeds_records(seeds_run):
    """Return (file, record id) → (data set, record) of all that came out."""
    records = {}
    for data_set in ("articles", "duplicates", "failures"):
        for path in sorted((seeds_run / data_set).rglob("*.jsonl")):
            for line in path.read_text().splitlines():
                record = json.loads(line)
                key = (Path(record["uri"]).relative_to(SEEDS).as_posix(), record["record_id"])
                assert key not in records, f"{key} came out twice"
                records[key] = (data_set, record)
    return records
