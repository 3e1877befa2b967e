"""The article's container: with its further parts, and with its standfirst."""

from transforms.clean.page.container import article_container
from transforms.clean.page.page_tree import body_of, parse_page, shown_text

LONG = "Es regnete drei Tage lang in Riga, und der Fluss stieg um zwei Meter, ehe er wieder fiel. "
PART = f"<p>{LONG * 2}</p>"


def contained(html, descriptions=(), *, of="div[@class='part']"):
    body = body_of(parse_page(f"<html><body>{html}</body></html>"))
    found = article_container(body, body.xpath(f".//{of}"), descriptions)
    return None if found is None else [shown_text(each) for each in found[0]]


def test_without_a_candidate_there_is_none():
    assert contained(PART) is None


def test_a_candidate_of_nothing_but_links_is_passed_over():
    links = f'<div class="part"><a href="/">{LONG * 4}</a></div>'
    assert contained(f'{links}<div class="part">{PART * 3}</div>') == [(LONG * 6).strip()]


def test_parts_of_the_same_name_belong_together():
    ad = '<div class="ad"><p>Kaufen Sie.</p></div>'
    parts = [f'<div><div class="part">{PART}{number}</div></div>' for number in "123"]
    html = f"<main>{parts[0]}{ad}{parts[1]}{ad}{parts[2]}</main>"
    many = contained(html.replace(PART, PART * 2))
    assert [text[-1] for text in many] == ["1", "2", "3"]


def test_parts_without_prose_or_in_another_article_do_not():
    html = (
        f'<article><div class="part">{PART * 2}</div><div class="part">Mehr</div></article>'
        f'<article><div class="part">{PART * 2}</div></article>'
    )
    assert contained(html) == [(LONG * 4).strip()]


def test_articles_side_by_side_are_articles():
    html = f'<article class="part">{PART * 2}</article>' * 2
    assert contained(html, of="article") == [(LONG * 4).strip()]


STANDFIRST = "Nach drei Tagen Regen steht das Wasser in Riga höher als je zuvor in diesem Jahr."


def test_the_standfirst_above_comes_with_it():
    html = f'<header><h2>{STANDFIRST}</h2></header><div class="part">{PART * 2}</div>'
    assert contained(html, [STANDFIRST]) == [STANDFIRST, (LONG * 4).strip()]


def test_a_description_that_was_cut_finds_it_too():
    html = f'<header><p>{STANDFIRST}</p></header><div class="part">{PART * 2}</div>'
    assert contained(html, [STANDFIRST[:60] + "…"])[0] == STANDFIRST


def test_a_standfirst_in_chinese():
    standfirst = "里加连续三天降雨，河水上涨两米，居民开始撤离。"
    html = f'<header><p>{standfirst}</p></header><div class="part">{PART * 2}</div>'
    assert contained(html, [standfirst])[0] == standfirst


def test_one_that_the_container_holds_comes_once():
    html = f'<p>{STANDFIRST}</p><div class="part"><p>{STANDFIRST}</p>{PART * 2}</div>'
    assert " ".join(contained(html, [STANDFIRST])).count(STANDFIRST) == 1


def test_what_says_something_else_is_none():
    header = "<header><p>Anmelden und weiterlesen: alle Nachrichten</p></header>"
    html = f'{header}<div class="part">{PART * 2}</div>'
    assert contained(html, [STANDFIRST]) == [(LONG * 4).strip()]


def test_work_is_linear_in_the_page():
    html = f'<main>{f"""<div class="part"><div>{PART * 2}</div></div>""" * 4_000}</main>'
    assert len(contained(html)) == 4_000
