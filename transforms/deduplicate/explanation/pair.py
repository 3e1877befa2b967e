"""Whether one of two articles repeats the other, by which rule, and what both have in common."""

from enum import StrEnum
from math import floor

from ...model import Article, Duplicate, DuplicateKind, Model, content_hash
from ..criteria import Criteria
from ..fingerprint import MIN_SHARED_TERMS, TERM_LENGTH, Likeness, likeness, split_terms
from ..signature import sign, url_key
from ..survivors import deduplicate_articles
from ..translation import TRANSLATED, translation_likeness
from .comparison import Passage, compare


class Criterion(StrEnum):
    """By what one article may repeat another; the value is what the output says."""

    ADDRESS = "address"
    """They were published under the same canonical URL."""
    WORDS = "words"
    """They have the same words."""
    ALIKE = "alike"
    """Enough of the shorter text stands in the longer one."""
    FOUND = "found"
    """They are compared at all: they share runs of words of which a sample is looked up."""
    TRANSLATION = "translation"
    """They are one article in two languages: both are kept and linked, unless asked otherwise."""


class Finding(Model):
    """What a criterion says of two articles.

    Attributes:
        criterion: The criterion.
        holds: Whether they meet it.
        evidence: By what, for a person.
    """

    criterion: Criterion
    holds: bool
    evidence: str


class PairExplanation(Model):
    """How two articles stand to each other.

    Attributes:
        duplicate: Id of the one that repeats the other; None if neither does.
        kind: How it does.
        rule: By what it is known, for a person.
        likeness: How alike the texts are.
        findings: What each criterion says of the two, whether or not it decided.
        passages: What both texts have in common, and what not; see `compare`.
    """

    duplicate: str | None
    kind: DuplicateKind | None
    rule: str | None
    likeness: Likeness
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]


def explain_pair(
    first: Article, second: Article, criteria: Criteria | None = None
) -> PairExplanation:
    """Return how two articles stand to each other.

    Where one is a `Duplicate` that names the other, that is what is explained, with the likeness
    that it states. Else they are judged as if there were no others, both of one run.

    Args:
        first: An article, or a duplicate.
        second: Another one.
        criteria: What counts as a duplicate; by default what `Criteria` has.
    """
    criteria = criteria or Criteria()
    duplicate = _stated(first, second) or _judged(first, second, criteria)
    if duplicate and duplicate.duplicate_kind != DuplicateKind.TRANSLATION:
        alike = Likeness(duplicate.similarity, duplicate.containment)
    else:
        alike = likeness(*(sign(each)[1].sketch for each in (first, second)))
    return PairExplanation(
        duplicate=duplicate.id if duplicate else None,
        kind=duplicate.duplicate_kind if duplicate else None,
        rule=rule_of(duplicate, criteria) if duplicate else None,
        likeness=alike,
        findings=(
            _address(first, second),
            _words(first, second),
            _alike(alike, criteria),
            _found(first, second),
            _translation(first, second),
        ),
        passages=compare(first.text, second.text),
    )


def rule_of(duplicate: Duplicate, criteria: Criteria | None = None) -> str:
    """Return by what it is known that an article repeats the one that it names, for a person.

    Args:
        duplicate: The article.
        criteria: By which it was found; by default what `Criteria` has.
    """
    criteria = criteria or Criteria()
    match duplicate.duplicate_kind:
        case DuplicateKind.URL | DuplicateKind.REVISION as kind:
            rule = _address_rule(duplicate)
            if kind == DuplicateKind.URL:
                return rule
            if duplicate.revised_by is None:
                return f"{rule}; an earlier version had been kept, and its own run has no later one"
            is_kept = duplicate.revised_by == duplicate.duplicate_of
            following = "the one that is kept" if is_kept else duplicate.revised_by
            return f"{rule}; the next version: {following}"
        case DuplicateKind.EXACT:
            return "same words"
        case DuplicateKind.TRANSLATION:
            return (
                f"shared evidence is enough: {percent(duplicate.containment)} of what does not "
                "depend on the language, such as numbers, dates and names, stands in both"
            )
    alike = Likeness(duplicate.similarity, duplicate.containment)
    rule = f"alike: {_alike(alike, criteria).evidence}"
    if alike.containment < criteria.alike:
        rule += " by default, the run asked for less"
    if duplicate.duplicate_kind == DuplicateKind.CONTAINED:
        rule += "; one is longer by more than a quarter"
    return rule


def percent(share: float) -> str:
    """Return a share in percent, rounded down: what is short of a limit is not told to reach it.

    >>> percent(0.55), percent(0.5499), percent(1.0)
    ('55 %', '54.9 %', '100 %')
    """
    return f"{floor(round(share * 1000, 3)) / 10:g} %"


def _stated(first: Article, second: Article) -> Duplicate | None:
    for one, other in ((first, second), (second, first)):
        if isinstance(one, Duplicate) and one.duplicate_of == other.id:
            return one
    return None


def _judged(first: Article, second: Article, criteria: Criteria) -> Duplicate | None:
    articles = [
        Article(**{name: getattr(each, name) for name in Article.model_fields})
        for each in (first, second)
    ]
    _, duplicates = deduplicate_articles(articles, criteria)
    return duplicates[0] if duplicates else None


def _address_rule(duplicate: Duplicate) -> str:
    kept = duplicate.model_copy(update={"canonical_url": duplicate.duplicate_of_url})
    finding = _address(duplicate, kept)
    if finding.holds:
        return finding.evidence
    return f"same canonical URL as a document that repeats it: {duplicate.canonical_url}"


def _address(first: Article, second: Article) -> Finding:
    keys = url_key(first), url_key(second)
    holds = keys[0] is not None and keys[0] == keys[1]
    if holds:
        evidence = f"same canonical URL: {first.canonical_url}"
    elif None in keys:
        who = {(True, True): "neither", (True, False): "the first"}
        which = who.get((keys[0] is None, keys[1] is None), "the second")
        verb = "has" if which == "neither" else "does not have"
        evidence = f"{which} {verb} a canonical URL of its own"
    else:
        evidence = f"different canonical URLs: {first.canonical_url} and {second.canonical_url}"
    return Finding(criterion=Criterion.ADDRESS, holds=holds, evidence=evidence)


def _words(first: Article, second: Article) -> Finding:
    holds = content_hash(first.text) == content_hash(second.text)
    evidence = "same words" if holds else "different words"
    return Finding(criterion=Criterion.WORDS, holds=holds, evidence=evidence)


def _alike(alike: Likeness, criteria: Criteria) -> Finding:
    return Finding(
        criterion=Criterion.ALIKE,
        holds=alike.containment >= criteria.alike,
        evidence=(
            f"{percent(alike.containment)} of the shorter text stands in the longer; "
            f"the least is {percent(criteria.alike)}"
        ),
    )


def _found(first: Article, second: Article) -> Finding:
    terms = [set(split_terms(sign(each)[0].terms)) for each in (first, second)]
    shared = len(terms[0] & terms[1])
    return Finding(
        criterion=Criterion.FOUND,
        holds=shared >= MIN_SHARED_TERMS,
        evidence=(
            f"{shared} of the runs of {TERM_LENGTH} words that stand for the texts are shared; "
            f"the least is {MIN_SHARED_TERMS}"
        ),
    )


def _translation(first: Article, second: Article) -> Finding:
    languages = [each.language.tag.partition("-")[0] for each in (first, second) if each.language]
    if len(set(languages) - {"und"}) < 2:  # noqa: PLR2004
        evidence = "both are in one language, or that of one is not known"
        return Finding(criterion=Criterion.TRANSLATION, holds=False, evidence=evidence)
    share = translation_likeness(*(sign(each)[1].evidence for each in (first, second)))
    return Finding(
        criterion=Criterion.TRANSLATION,
        holds=share >= TRANSLATED,
        evidence=(
            f"{percent(share)} of what does not depend on the language stands in both, in two "
            f"languages; the least is {percent(TRANSLATED)}"
        ),
    )
