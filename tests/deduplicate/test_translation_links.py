"""The same article in another language is kept and linked, or set aside if that is asked for."""

from pathlib import Path

import apache_beam as beam
import pytest
from apache_beam.testing.util import assert_that, equal_to

from transforms.clean import clean_document
from transforms.deduplicate import Criteria, Deduplicate, deduplicate_articles, index_entry
from transforms.language import tag_language
from transforms.testing import batch_pipeline, document

SEEDS = Path(__file__).parents[2] / "seeds" / "translations"


def seed(name):
    cleaned = clean_document(document((SEEDS / name).read_bytes(), media_type="text/markdown"))
    return tag_language(cleaned).model_copy(update={"id": name})


@pytest.fixture(scope="module")
def dykes():
    return [seed(name) for name in ("dyke.en.md", "dyke.fr.md", "dyke-comment.de.md")]


def links(articles):
    return {each.id: [(link.id, link.language) for link in each.translations] for each in articles}


def test_both_are_kept_and_each_names_the_other(dykes):
    kept, repeated = deduplicate_articles(dykes)
    assert repeated == []
    assert links(kept) == {
        "dyke.en.md": [("dyke.fr.md", "fr")],
        "dyke.fr.md": [("dyke.en.md", "en")],
        "dyke-comment.de.md": [],
    }
    assert all(0.5 <= link.similarity <= 1 for each in kept for link in each.translations)


def test_the_transform_links_what_the_plain_function_links(dykes):
    kept, _ = deduplicate_articles(dykes)
    with batch_pipeline() as pipeline:
        result = pipeline | beam.Create(dykes) | Deduplicate()
        assert_that(result.articles, equal_to(kept))


def test_if_asked_for_they_are_set_aside(dykes):
    kept, (duplicate,) = deduplicate_articles(dykes, Criteria.of(["translation"]))
    assert len(kept) == 2
    assert duplicate.duplicate_kind == "translation"
    assert duplicate.duplicate_of in {each.id for each in kept}


def test_if_not_wanted_they_are_not_looked_for(dykes):
    kept, _ = deduplicate_articles(dykes, Criteria.of(translations=False))
    assert not any(each.translations for each in kept)


def test_a_copy_of_a_translation_is_a_duplicate_and_the_link_stays(dykes):
    copy = dykes[1].model_copy(update={"id": "z"})
    kept, (duplicate,) = deduplicate_articles([*dykes, copy])
    assert (duplicate.id, duplicate.duplicate_of) == ("z", "dyke.fr.md")
    assert links(kept)["dyke.en.md"] == [("dyke.fr.md", "fr")]


def test_what_an_earlier_run_kept_is_linked_with_its_run(dykes):
    english, french, _ = dykes
    (kept,), _ = deduplicate_articles([french], known=[index_entry(english, "monday")])
    (link,) = kept.translations
    assert (link.id, link.language, link.run_id) == ("dyke.en.md", "en", "monday")
