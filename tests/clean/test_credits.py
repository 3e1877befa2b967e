"""Captions and credits of pictures become a field, wherever they stand; sentences stay."""

import pytest

from transforms.clean import clean_document
from transforms.clean.fields.credits import is_inner_credit
from transforms.testing import document

TEXT = "It rained in Riga for three days, and the river rose by two metres before it fell again."
MORE = "Nobody was hurt, the city said on Friday, and the market opens again when the sun is back."


@pytest.mark.parametrize(
    "line",
    [
        "Photo: AP",
        "Photo by Ada Byron",
        "(Photo by Ada Byron/Getty Images)",
        "Photo courtesy of Ada Byron",
        "Picture: iStock",
        "Image: harbor.example",
        "Image Credit: The Harbor",
        "Getty Images",
        "Shutterstock",
        "Ada Byron/Getty Images",
        "AP Photo/Ada Byron",
        "REUTERS/Ada Byron",
        "AFP via Getty Images",
        "picture alliance/dpa | Ada Byron",
        "© Reuters",
        "©AFP",
        "© Ada Byron",
        "Foto: dpa",
        "Fotos: Ada Byron und Bo Ek",
        "Bild: Ada Byron/dpa",
        "Titelbild: Ada Byron",
        "Foto di Ada Byron",
        "Crédit photo : AFP",
        "Фото: Ада Байрон",
        "图：新华社",
        "写真：共同通信",
        "The river in Riga. (Photo: LETA)",
        "The river in Riga (AP Photo/Ada Byron)",
        "The river in Riga (Credit: iStock)",
        "Der Fluss in Riga. Foto: Ada Byron/dpa",
        "The river in Riga. © AFP / ADA BYRON",
    ],
)
def test_a_credit_inside_a_text_moves(line):
    assert is_inner_credit(line)
    article = clean_document(document(f"{TEXT}\n{line}\n{MORE}"), trail=True)
    assert article.credits == (line,)
    assert article.text == f"{TEXT}\n{MORE}"
    assert [edit.rule for edit in article.trail] == ["credit"]


@pytest.mark.parametrize(
    "line",
    [
        "Getty Images sued a competitor.",
        "Photo: the river at noon, when nobody was there to see it rise by two metres.",
        "Photos: fans and friends who came to rock out at the paper mill",
        "Picture this: a river.",
        "Photo by photo, the album grew.",
        "Foto Müller schließt",
        "Credit Cards",
        "Reuters",
        "ePaper/App",
        "WORKDIR /opt/app",
        "TCP/IP",
        "Harris leads, Reuters/Ipsos poll finds",
        "He founded Apex and is a CFP",
        "The mayor (and others) disagree.",
        "Image and likeness",
        "",
    ],
)
def test_what_is_no_credit(line):
    assert not is_inner_credit(line)


def test_a_text_of_credits_alone_keeps_one():
    assert clean_document(document("Photo: AP\n\nPhoto: dpa")).text == "Photo: dpa"


def test_the_rule_can_be_switched_off():
    text = f"{TEXT}\nPhoto: AP\n{MORE}"
    assert clean_document(document(text), without=["credit"]).text == text
