"""What a running stream has published is told by its manifests, each looked at once."""

from datetime import UTC, datetime, timedelta

import pytest

from transforms.write import (
    NewPanes,
    Pane,
    Published,
    Span,
    Tally,
    TellPolls,
    poll_states,
    stream_runs,
)
from transforms.write.panes import publish_pane

RUN = "live"
TEN = datetime(2025, 4, 1, 10, tzinfo=UTC)


def publish(root, window, *spans):
    pane = Pane(
        run_id=RUN,
        window=TEN + timedelta(minutes=window),
        index=0,
        read=Tally(total=1),
        spans=tuple(
            Span(address=address, first=0, last=0, position="a", handed_on=handed_on)
            for address, handed_on in spans
        ),
    )
    return publish_pane(str(root), pane)


@pytest.fixture
def at_once(monkeypatch):
    """Nothing is told from before."""
    monkeypatch.setattr("transforms.write.published._SECONDS", 0)
    monkeypatch.setattr("transforms.write.published._TELL_SECONDS", 0)


class TestPublished:
    def test_before_the_first_window_it_is_nothing(self, tmp_path):
        assert Published(str(tmp_path), RUN)("src") == 0

    def test_it_is_what_the_last_window_of_a_source_says(self, tmp_path):
        publish(tmp_path, 0, ("src", 10))
        publish(tmp_path, 1, ("src", 30), ("other", 7))
        publish(tmp_path, 2, ("other", 9))
        assert Published(str(tmp_path), RUN)("src") == 30

    def test_it_grows_while_the_stream_runs(self, tmp_path, at_once):
        told = Published(str(tmp_path), RUN)
        found = [told("src")]
        for window, handed_on in ((0, 10), (1, 30)):
            publish(tmp_path, window, ("src", handed_on))
            found.append(told("src"))
        assert found == [0, 10, 30]

    def test_each_of_several_sources_is_told_whichever_is_asked_for_first(self, tmp_path, at_once):
        told = Published(str(tmp_path), RUN)
        publish(tmp_path, 0, ("src", 10), ("other", 7))
        assert [told("src"), told("other")] == [10, 7]

    def test_an_earlier_window_that_is_published_later_takes_nothing_back(self, tmp_path, at_once):
        told = Published(str(tmp_path), RUN)
        publish(tmp_path, 1, ("src", 30))
        assert told("src") == 30
        publish(tmp_path, 0, ("src", 10))
        assert told("src") == 30


def test_each_manifest_is_new_once(tmp_path):
    panes = NewPanes(str(tmp_path), RUN)
    assert panes.read() == []
    made = [publish(tmp_path, 0), publish(tmp_path, 1)]
    assert [new.pane for new in panes.read()] == made
    third = publish(tmp_path, 2)
    (new,) = panes.read()
    assert new.pane == third
    assert abs(new.moment - datetime.now(UTC)) < timedelta(hours=1)


class TestPollStates:
    def test_they_are_how_far_each_source_was_last_told_to_be_polled(self, tmp_path, at_once):
        tell = TellPolls(str(tmp_path), RUN)
        tell("src", 10, has_more=True)
        tell("src", 20, has_more=False)
        tell("other", 5, has_more=True)
        states = poll_states(str(tmp_path), RUN)
        assert {name: (each.handed_on, each.has_more) for name, each in states.items()} == {
            "other": (5, True),
            "src": (20, False),
        }

    def test_a_stream_that_never_polled_has_none(self, tmp_path):
        assert poll_states(str(tmp_path), RUN) == {}
        assert stream_runs(str(tmp_path)) == []

    def test_polls_that_follow_at_once_are_not_all_told(self, tmp_path):
        tell = TellPolls(str(tmp_path), RUN)
        tell("src", 10, has_more=True)
        tell("src", 20, has_more=True)
        assert poll_states(str(tmp_path), RUN)["src"].handed_on == 10
