"""An article that is kept tells how many documents it stands for, and how many sites had it."""

from transforms.deduplicate import deduplicate_articles, index_entry
from transforms.model import Cluster
from transforms.testing import article

RAIN = "It rained all day in Harbor, and the fish market stayed shut."


def clusters(*articles, known=()):
    entries = [index_entry(each, "monday") for each in known]
    return [each.cluster for each in deduplicate_articles(articles, known=entries)[0]]


def test_an_article_that_nothing_repeats_stands_for_itself():
    assert clusters(article(RAIN, id="1")) == [Cluster(id="1", size=1, sites=0)]


def test_each_site_counts_once():
    assert clusters(
        article(RAIN, id="1", url="https://www.a.example/rain"),
        article(RAIN, id="2", url="https://news.a.example/rain"),
        article(RAIN, id="3", url="https://b.example/rain"),
        article(RAIN, id="4"),
    ) == [Cluster(id="1", size=4, sites=2)]


def test_a_document_that_was_delivered_twice_counts_twice():
    assert clusters(article(RAIN + "!", id="1"), article(RAIN, id="2"), article(RAIN, id="2")) == [
        Cluster(id="1", size=3, sites=0)
    ]
    assert clusters(article(RAIN, id="1"), article(RAIN, id="1")) == [
        Cluster(id="1", size=2, sites=0)
    ]


def test_what_repeats_an_earlier_run_is_in_no_cluster_of_this_one():
    assert clusters(article(RAIN, id="2"), known=[article(RAIN, id="1")]) == []
