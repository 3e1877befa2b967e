"""Whole lines that belong to the page go; nothing that an article might say does."""

import pytest

from transforms.clean.characters.tidy import tidy_lines
from transforms.clean.lines.boilerplate import boilerplate_rule, drop_boilerplate
from transforms.clean.trail import Trail


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Comment (0)", "comment_count"),
        ("3 Comments", "comment_count"),
        ("Kommentar (0)", "comment_count"),
        ("Commentaires (0)", "comment_count"),
        ("Comentarios (0)", "comment_count"),
        ("Commenti (2)", "comment_count"),
        ("Reacties (12)", "comment_count"),
        ("Komentarze (1)", "comment_count"),
        ("Yorumlar (0)", "comment_count"),
        ("Комментарии (0)", "comment_count"),
        ("Коментарі (0)", "comment_count"),
        ("التعليقات (0)", "comment_count"),
        ("Bình luận (0)", "comment_count"),
        ("评论(0)", "comment_count"),
        ("留言 (0)", "comment_count"),
        ("コメント (0)", "comment_count"),
        ("댓글 (0)", "comment_count"),
        ("Advertisements", "advertisement"),
        ("- ADVERTISEMENT -", "advertisement"),
        ("Anzeige", "advertisement"),
        ("Publicité", "advertisement"),
        ("Publicidad", "advertisement"),
        ("Pubblicità", "advertisement"),
        ("广告", "advertisement"),
        ("廣告", "advertisement"),
        ("広告", "advertisement"),
        ("Quảng cáo", "advertisement"),
        ("إعلان", "advertisement"),
        ("Реклама", "advertisement"),
        ("विज्ञापन", "advertisement"),
        ("Leave a Reply", "comment_form"),
        (
            "Your email address will not be published. Required fields are marked *",
            "comment_form",
        ),
        (
            "Il tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *",
            "comment_form",
        ),
        ("您的邮箱地址不会被公开。 必填项已用 * 标注", "comment_form"),
        ("Ваш адрес email не будет опубликован. Обязательные поля помечены *", "comment_form"),
        ("Share on Facebook Twitter WhatsApp", "share_bar"),
        ("分享到：微信 微博 QQ空间", "share_bar"),
        ("シェア ツイート はてなブックマーク リンクをコピー", "share_bar"),
        ("Facebook | Twitter | LinkedIn", "share_bar"),
        ("Follow us on Facebook, Twitter and Instagram @herald", "follow_us"),
        ("Read more: What a token is", "related"),
        ("Lesen Sie auch: Was ein Token ist", "related"),
        ("Continue reading →", "read_more"),
        ("We use cookies to improve your experience on this site.", "cookie_notice"),
        ("Subscribe to our newsletter", "newsletter"),
        ("Subscribe to our newsletter | Share on Facebook", "newsletter"),
        ("Print this article", "print_or_mail"),
        ("Already a subscriber? Sign in", "log_in"),
        ("© 2024 Harbor Herald", "copyright"),
        ("Copyright 2019 Hawaii News Now. All rights reserved.", "copyright"),
    ],
)
def test_lines_of_the_page(line, rule):
    assert boilerplate_rule(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "Anzeige gegen Unbekannt erstattet.",
        "Advertisements for the show were banned.",
        "Werbung für Tabak ist verboten.",
        "Comments from 3 ministers followed.",
        "Comments",
        "3 people were hurt.",
        "Share prices fell on Monday.",
        "Share of Facebook in the market",
        "Facebook and Instagram",
        "Twitter",
        "Copyright law is old.",
        "© dpa",
        "In 2024 she reserved all rights.",
        "He asked her to leave a reply.",
        "Newsletters are back.",
        "The related articles were seized.",
        "广告法修订案获得通过。",
        "Реклама табака запрещена.",
        "评论员认为，价格还会下降。",
        "2024",
        "",
        "a" * 1_000_000,
    ],
)
def test_lines_of_an_article(line):
    assert boilerplate_rule(line) is None


def _dropped(text):
    trail = Trail()
    lines = drop_boilerplate(tidy_lines(text), trail)
    return "\n".join(line.text for line in lines), [edit.before for edit in trail.edits()]


def test_headlines_under_related_articles_go_with_it():
    text, dropped = _dropped(
        "It rained.\n\nRelated articles\nSun in Riga\nSnow in Oslo\n\nThe end."
    )
    assert text == "It rained.\n\nThe end."
    assert dropped == ["Related articles", "Sun in Riga", "Snow in Oslo"]


def test_text_under_related_articles_stays():
    text, dropped = _dropped("Related articles\nIt rained for three days in Riga.")
    assert text == "It rained for three days in Riga."
    assert dropped == ["Related articles"]


def test_what_was_dropped_comes_in_the_order_of_the_text():
    _, dropped = _dropped("Share\nIt rained.\nAnzeige\nIt stopped.\nComment (0)")
    assert dropped == ["Share", "Anzeige", "Comment (0)"]
