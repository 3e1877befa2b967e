"""What is used of trafilatura, of which its releases promise nothing: literal in, literal out."""

from importlib.metadata import version

from trafilatura import xpaths

from transforms.clean.page.engine import (
    container_blocks,
    quick_blocks,
    text_of,
)
from transforms.clean.page.names import container_candidates
from transforms.clean.page.page_tree import body_of, new_tree, parse_page, shown_text
from transforms.clean.page.thorough import thorough_blocks

SENTENCE = "It rained in Riga for three days, and the river rose by two metres before it fell. "
ARTICLE = f"""<p>{SENTENCE * 3}</p><h2>The river</h2><p>It <b>rose</b>, <a href="/a">they</a>
say.<br>Then it fell.</p><ul><li>Sand</li><li>Boats</li></ul><table><tr><th>Day</th><th>cm</th></tr>
<tr><td>Monday</td><td>20</td></tr></table><blockquote>So much water!</blockquote>
<div class="related-posts"><p>Other news</p></div><div class="teaser">Buy it</div>
<p class="caption">The river</p><p style="display:none">unseen</p><p>{SENTENCE}</p><h3>More</h3>"""
LINES = [
    (SENTENCE * 3).strip(), "The river", "It rose, they say.", "Then it fell.", "- Sand",
    "- Boats", "| Day | cm |", "| Monday | 20 |", "So much water!", SENTENCE.strip(),
]  # fmt: skip
PAGE = (
    f'<html><body><div id="x"><article class="post-content">{ARTICLE}</article></div></body></html>'
)


def lines(blocks):
    return [" ".join(line.split()) for line in text_of(blocks).splitlines() if line.strip(" |-")]


def body():
    return body_of(parse_page(PAGE))


def test_the_version_is_one_whose_inner_parts_are_known():
    assert version("trafilatura").startswith("2.3.")


def test_a_container_becomes_blocks():
    root = new_tree("body")
    root.append(next(body().iter("article")))
    assert lines(container_blocks(root)) == LINES


def test_its_own_quick_way_comes_to_the_same():
    assert lines(quick_blocks(body())) == LINES


def test_its_thorough_way_finds_the_article():
    assert SENTENCE.strip() in shown_text(thorough_blocks(parse_page(PAGE)))


def test_its_thorough_way_finds_an_article_without_a_container():
    page = (
        f"<html><body><div>{SENTENCE * 5}</div><ul><li><a href='/'>Home</a></li></ul></body></html>"
    )
    assert lines(thorough_blocks(parse_page(page))) == [(SENTENCE * 5).strip()]


def test_its_thorough_way_finds_an_article_among_menus_by_what_reads_as_prose():
    menu = "".join(f"<div><a href='/{each}'>Section {each}</a></div>" for each in range(400))
    story = f"<div><div>{SENTENCE * 4}</div><div>{SENTENCE * 5}</div></div>"
    page = f"<html><body><article><p>A word before.</p></article>{menu}{story}</body></html>"
    found = shown_text(thorough_blocks(parse_page(page)))
    assert SENTENCE.strip() in found
    assert "Section" not in found


def test_its_thorough_way_keeps_the_posts_of_a_forum_and_drops_the_comments_of_an_article():
    posts = f'<div id="comments" class="comments-area"><p>{SENTENCE * 4}</p></div>'
    forum = '<script type="application/ld+json">{"@type": "DiscussionForumPosting"}</script>'
    article = f"<article><p>{'A storm came over the sea. ' * 20}</p></article>"
    assert SENTENCE.strip() in shown_text(
        thorough_blocks(parse_page(f"<html><body>{forum}{posts}</body></html>"))
    )
    assert SENTENCE.strip() not in shown_text(
        thorough_blocks(parse_page(f"<html><body>{article}{posts}</body></html>"))
    )


def test_its_thorough_way_finds_short_posts_of_a_forum_and_not_only_who_wrote_them():
    post = (
        '<div class="post"><div class="inner"><div class="postbody"><p class="author">'
        '<a href="#p">Post</a> by <a href="/u">ana</a> » Mar 01</p><div class="content">'
        f"Day {{}}: {SENTENCE}</div></div></div></div>"
    )
    posts = "".join(map(post.format, range(10)))
    page = parse_page(f"<html><body><h1>Boats</h1><p>All of them</p>{posts}</body></html>")
    assert shown_text(thorough_blocks(page)).count(SENTENCE.strip()) == 10


def test_candidates_are_those_of_its_own_expressions():
    pages = [
        '<div id="main"><section class="story-body">a</section></div>',
        '<article>a</article><div class="entry-content">b</div>',
        '<main><div id="content">a</div></main>',
        '<div class="post">a</div><div itemprop="articleBody">b</div>',
        '<div role="article">a</div><div class="Main-Content">b</div>',
        "<div>a</div>",
    ]
    for page in pages:
        tree = body_of(parse_page(f"<html><body>{page}</body></html>"))
        theirs = [found[0] for find in xpaths.BODY_XPATH if (found := find(tree))]
        assert list(container_candidates(tree)) == theirs


def test_names_that_would_take_everything_mean_something_else():
    root = new_tree("body")
    root.append(parse_page(f'<div class="widget"><p>{SENTENCE}</p></div>'))
    assert lines(container_blocks(root)) == [SENTENCE.strip()]
