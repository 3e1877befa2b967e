"""How far a source has been polled: nothing is polled twice, nothing left out."""

import pytest

from transforms.read.sources.polling import Polls, PollTracker

START = Polls(position="a", number=3)


def test_what_follows_a_poll_begins_where_it_ended():
    assert START.after("b") == Polls(position="b", number=4)


class TestPollTracker:
    def test_a_poll_that_is_claimed_is_behind_us(self):
        tracker = PollTracker(START)
        assert tracker.try_claim(START.after("b"))
        assert tracker.current_restriction() == START.after("b")

    def test_what_is_not_claimed_is_given_away_whole(self):
        """So after a crash, or in the next bundle, it is polled from where this one ended."""
        tracker = PollTracker(START)
        tracker.try_claim(START.after("b"))
        assert tracker.try_split(0) == (START.after("b").end(), START.after("b"))

    def test_before_the_first_claim_all_is_given_away(self):
        tracker = PollTracker(START)
        _, residual = tracker.try_split(0.5)
        assert residual == START

    def test_what_others_were_given_is_not_claimed_here(self):
        """A poll that was made meanwhile is thrown away, and made there again."""
        tracker = PollTracker(START)
        tracker.try_split(0)
        assert not tracker.try_claim(START.after("b"))

    def test_it_is_given_away_once(self):
        tracker = PollTracker(START)
        tracker.try_split(0)
        assert tracker.try_split(0) is None

    def test_it_is_done_only_when_the_rest_was_given_away(self):
        tracker = PollTracker(START)
        tracker.try_claim(START.after("b"))
        with pytest.raises(ValueError, match="polls from 'b' on are still to be made"):
            tracker.check_done()
        tracker.try_split(0)
        assert tracker.check_done()

    def test_an_end_leaves_nothing_to_do_or_to_give_away(self):
        tracker = PollTracker(START)
        assert tracker.try_claim(START.end())
        assert tracker.check_done()
        assert tracker.try_split(0) is None

    def test_it_has_no_end_of_its_own(self):
        assert not PollTracker(START).is_bounded()
        assert PollTracker(START).current_progress().fraction_completed == 0
