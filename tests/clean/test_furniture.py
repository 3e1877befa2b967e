"""What stands around an article is told by structure, in any language."""

import pytest

from transforms.clean.page.furniture import remove_furniture, remove_headline
from transforms.clean.page.page_tree import body_of, parse_page, shown_text

BEFORE, AFTER = "<p>Es regnete drei Tage.</p>", "<p>Dann kam die Sonne.</p>"
ARTICLE = "Es regnete drei Tage.Dann kam die Sonne."


def left(between):
    body = body_of(parse_page(f"<html><body>{BEFORE}{between}{AFTER}</body></html>"))
    remove_furniture(body)
    return shown_text(body)


@pytest.mark.parametrize(
    "furniture",
    [
        "<nav>Startseite</nav>",
        "<aside><p>Auch das noch.</p></aside>",
        "<footer>Impressum</footer>",
        "<script>var a = 'text'</script>",
        "<figcaption>Der Fluss. Foto: LETA</figcaption>",
        '<div id="comments"><p>Erster!</p></div>',
        '<section class="Comments-list"><p>Erster!</p></section>',
        '<div class="story infobox"><p>Riga hat 600.000 Einwohner.</p></div>',
        '<div class="Post-COMMENTS"><p>Erster!</p></div>',
        '<div class="infinitescroll"><h2>Die Ernte</h2></div>',
        '<div id="infinite-scroll"><h2>Die Ernte</h2></div>',
        '<div class="mvp-post-add-box"><h2>Die Ernte</h2></div>',
        '<div id="mvp-post-add-wrap"><h2>Die Ernte</h2></div>',
        '<div class="elementor-share-buttons">Teilen</div>',
        '<div id="comol-1"><p>Erster!</p></div>',
        '<div id="disqus_thread">Erster!</div>',
        '<div id="dsq-comments">Erster!</div>',
        '<x-factbox class="fact-box">Riga hat 600.000 Einwohner.</x-factbox>',
        '<ul><li><a href="/a">Der Fluss steigt</a></li><li><a href="/b">Die Ernte</a></li></ul>',
        '<p>Mehr dazu:</p><ul><li><a href="/a">Der Fluss steigt</a></li></ul>',
        '<h3>Mehr dazu</h3><ul><li><a href="/a">Der Fluss steigt</a></li></ul>',
        '<p><a href="/a">Der Fluss steigt weiter</a></p>',
        '<p>Lesen Sie auch: <a href="/a">Der Fluss steigt weiter</a></p>',
        '<p>続きを読む：<a href="/a">川の水位が上がり続け、住民が避難を始めている。</a></p>',
    ],
)
def test_furniture_goes(furniture):
    assert left(furniture) == ARTICLE


@pytest.mark.parametrize(
    "own",
    [
        "<ul><li>Erstens: Wasser</li><li>Zweitens: Sand</li></ul>",
        '<p>Das schrieb <a href="/a">der Herald in Riga am Montag</a>, und es stimmt.</p>',
        '<p>Zwei Quellen: <a href="/a">die erste von ihnen</a> und <a href="/b">noch eine</a>.</p>',
        '<div class="commentary"><p>Ein Kommentar zur Lage.</p></div>',
        '<ul><li><a href="/a">Riga</a>, die Hauptstadt, liegt an der Düna.</li></ul>',
        "<blockquote>So viel Wasser sah ich nie.</blockquote>",
    ],
)
def test_what_belongs_to_the_article_stays(own):
    text = shown_text(parse_page(own))
    assert left(own) == f"Es regnete drei Tage.{text}Dann kam die Sonne."


def test_a_name_that_takes_the_headline_with_it_tells_how_the_page_is_built():
    page = f'<html><body><div class="comments-open"><h1>Regen</h1>{BEFORE}</div></body></html>'
    body = body_of(parse_page(page))
    remove_furniture(body)
    assert shown_text(body) == "RegenEs regnete drei Tage."


@pytest.mark.parametrize(
    ("headings", "titles", "taken"),
    [
        ("<h1>Regen in Riga</h1><h2>Der Fluss</h2>", [], ["Regen in Riga"]),
        ("<h1>Herald</h1><h1>Regen in Riga</h1>", ["Regen in Riga - Herald"], ["Regen in Riga"]),
        ("<h1>Der Fluss</h1><h1>Die Ernte</h1>", ["Regen in Riga"], []),
        (
            "<h2>Wetter: Regen in Riga</h2><h2>Fluss</h2>",
            ["Regen in Riga"],
            ["Wetter: Regen in Riga"],
        ),
        ("<h2>Der Fluss steigt</h2>", ["Regen in Riga"], []),
        (f"<h1>{'Regen ' * 100}</h1>", [], []),
        ("<h1><p>Es regnete.</p></h1>", [], []),
        ("", ["Regen"], []),
    ],
)
def test_the_headline_is_told_by_the_title(headings, titles, taken):
    body = body_of(parse_page(f"<html><body>{headings}{BEFORE}</body></html>"))
    assert remove_headline(body, titles) == taken
    assert shown_text(body).endswith("Es regnete drei Tage.")
