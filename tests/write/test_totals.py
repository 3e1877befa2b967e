"""What a stream has published is added up once; what came since is added by who asks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from transforms.write import Pane, PaneTotals, Span, Tally, keep_totals, pane_totals
from transforms.write.panes import publish_pane

RUN = "live"
TEN = datetime(2025, 4, 1, 10, tzinfo=UTC)


@pytest.fixture
def root(tmp_path):
    return str(tmp_path)


def publish(root, poll, *, kind="exact"):
    """Publish a window; return the path of its manifest."""
    pane = Pane(
        run_id=RUN,
        window=TEN + timedelta(minutes=poll),
        index=0,
        read=Tally(total=3),
        articles=Tally(total=1, by={"language": {"en": 1}}),
        duplicates=Tally(total=1, by={"kind": {kind: 1}}),
        failures=Tally(total=1),
        spans=(Span(address="src", first=poll, last=poll, position=str(poll), handed_on=poll * 3),),
    )
    publish_pane(root, pane)
    (path,) = Path(root).rglob(f"*T10{poll:02}00-pane0-*.json")
    return path


def test_before_anything_is_published_it_is_nothing(root):
    assert pane_totals(root, RUN) == PaneTotals()


def test_it_is_the_sum_of_all_manifests_in_whatever_order_they_came(root):
    names = [publish(root, poll, kind=kind).name for poll, kind in ((1, "near"), (0, "exact"))]
    assert pane_totals(root, RUN) == PaneTotals(
        names=tuple(sorted(names)),
        window=TEN + timedelta(minutes=1),
        read=Tally(total=6),
        articles=Tally(total=2, by={"language": {"en": 2}}),
        duplicates=Tally(total=2, by={"kind": {"exact": 1, "near": 1}}),
        failures=Tally(total=2),
        spans=(Span(address="src", first=0, last=1, position="1", handed_on=3),),
    )


@pytest.mark.parametrize("first", [0, 2])  # a window that was late, and one that was not
def test_what_was_written_down_is_not_read_again(root, first):
    path = publish(root, first)
    keep_totals(root, RUN)
    path.write_text("{}")  # read, it would be refused
    publish(root, 1)
    totals = pane_totals(root, RUN)
    assert totals.read == Tally(total=6)
    assert len(totals.names) == 2
    assert {(span.first, span.last) for span in totals.spans} == (
        {(0, 1)} if first == 0 else {(1, 2)}
    )


def test_written_down_at_any_time_it_is_the_same(root):
    written = []
    for poll in range(5):
        publish(root, poll)
        if poll % 2:
            keep_totals(root, RUN)
        written.append(pane_totals(root, RUN).model_copy(update={"names": ()}))
    Path(root, "_runs", RUN, "totals.json").unlink()
    assert pane_totals(root, RUN).model_copy(update={"names": ()}) == written[-1]


@pytest.mark.parametrize("broken", ["", "{", '{"names": 3}'])
def test_what_was_written_down_can_be_thrown_away(root, broken):
    publish(root, 0)
    before = pane_totals(root, RUN)
    keep_totals(root, RUN)
    Path(root, "_runs", RUN, "totals.json").write_text(broken)
    assert pane_totals(root, RUN) == before
