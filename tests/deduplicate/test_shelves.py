"""Terms are shuffled by the shelf: which candidates are found does not depend on how."""

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to
from apache_beam.transforms.window import FixedWindows, TimestampedValue

from transforms.deduplicate import Criteria, sign
from transforms.deduplicate.alike import transform
from transforms.deduplicate.alike.transform import Candidates
from transforms.testing import article, batch_pipeline

RAIN = "It rained all day in Harbor, and the fish market stayed shut until the evening tide."
LIKE = RAIN + " Nobody minded."
# The second id is none that an order packs, and so the two orders differ in length.
IDS = ("0" * 32, "an id of its own")


def signatures():
    texts = (RAIN, LIKE)
    return [sign(article(text, id=id_))[0] for text, id_ in zip(texts, IDS, strict=True)]


def ids(edge):
    return {edge.id, edge.kept_id}


@pytest.mark.parametrize("most_held_bytes", [1, 1 << 22])
def test_two_that_share_terms_are_candidates_however_much_is_held(monkeypatch, most_held_bytes):
    monkeypatch.setattr(transform, "_MOST_HELD_BYTES", most_held_bytes)
    with batch_pipeline() as pipeline:
        found = pipeline | beam.Create(signatures()) | Candidates(Criteria()) | beam.Map(ids)
        assert_that(found, equal_to([set(IDS)]))


@pytest.mark.parametrize(("seconds", "expected"), [((0, 59), [set(IDS)]), ((0, 60), [])])
def test_only_those_of_one_window_are_candidates(seconds, expected):
    stamped = [TimestampedValue(*each) for each in zip(signatures(), seconds, strict=True)]
    with batch_pipeline() as pipeline:
        found = (
            pipeline
            | beam.Create(stamped)
            | beam.Map(lambda each: each)
            | beam.WindowInto(FixedWindows(60))
            | Candidates(Criteria())
            | beam.Map(ids)
        )
        assert_that(found, equal_to(expected))
