"""The builders that tests use, ours and our users'."""

import pytest

from transforms.testing import article, document


def test_a_misspelt_field_is_told_and_not_dropped():
    with pytest.raises(TypeError, match="Article has no field titel"):
        article("It rained.", titel="Rain")
    with pytest.raises(TypeError, match="Claims has no field titel"):
        document("It rained.", titel="Rain")


def test_the_canonical_url_follows_from_the_url():
    assert article("It rained.", url="https://a.example/rain/").canonical_url == (
        "https://a.example/rain"
    )
