"""Which articles of a bucket are compared: work grows with the bucket, not with its square."""

import pytest

from transforms.deduplicate import sign
from transforms.deduplicate.alike.candidates import candidates, pairs
from transforms.deduplicate.signature import KNOWN, NEW
from transforms.testing import article

TERM = b"wterm"


def orders(count, begin=NEW):
    return [begin + b"%06d" % number for number in range(count)]


@pytest.mark.parametrize(("members", "expected"), [(1, 0), (2, 1), (16, 120), (17, 135)])
def test_in_a_small_bucket_all_are_paired(members, expected):
    assert len(list(pairs(TERM, orders(members)))) == expected


def test_in_a_large_one_each_is_paired_with_the_two_that_come_first():
    bucket = orders(10_000)
    found = list(pairs(TERM, bucket))
    assert len(found) == 2 * 10_000 - 3
    assert {first for _, first, _ in found} == set(bucket[:2])


def test_what_earlier_runs_kept_is_not_paired_among_itself():
    known, new = orders(3, KNOWN), orders(1)
    assert sorted(pairs(TERM, known + new)) == [(b"w", each, new[0]) for each in known]


def test_one_term_in_common_is_too_little():
    first, second = (sign(article("It rained.", id=name))[0].order for name in "ab")
    assert list(candidates((b"w", first, second), 1)) == []
    assert [edge.kind for edge in candidates((b"w", first, second), 2)] == ["near"]
    assert [edge.kind for edge in candidates((b"f", first, second), 2)] == ["translation"]


def test_an_article_that_was_delivered_twice_is_no_pair():
    order = sign(article("It rained.", id="a"))[0].order
    longer = sign(article("It rained!!", id="a"))[0].order
    assert list(candidates((b"w", order, longer), 9)) == []
