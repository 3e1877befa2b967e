"""Words of `labels.txt` as patterns."""

import re

import pytest

from transforms.clean.labels import any_of, phrases, with_plain_signs
from transforms.clean.words import word_list


@pytest.mark.parametrize("section", ["agency", "by", "modified", "note", "published", "weekday"])
def test_a_phrase_is_found_whole_and_not_only_its_beginning(section):
    found = re.compile(any_of(section))
    written = {with_plain_signs(phrase) for phrase in word_list("labels.txt")[section]}
    assert {phrase for phrase in written if found.match(phrase)[0] != phrase} == set()


def test_a_beginning_of_a_phrase_is_none_unless_it_is_listed():
    names = re.compile(any_of("agency"))
    assert names.match("United Press International")[0] == "United Press International"
    assert names.match("United Press") is None


def test_phrases_of_several_sections_are_found_together():
    found = re.compile(any_of("published", "modified"), re.IGNORECASE)
    assert all(found.fullmatch(phrase) for phrase in phrases("published", "modified"))
