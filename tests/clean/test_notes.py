"""Notes of updates and corrections become a field."""

import pytest

from transforms.clean import clean_document
from transforms.clean.fields.notes import is_note
from transforms.testing import document

TEXT = "It rained in Riga for three days, and the river rose by two metres before it fell again."
MORE = "Nobody was hurt, the city said on Friday, and the market opens again when the sun is back."


@pytest.mark.parametrize(
    "line",
    [
        "Correction: An earlier version of this article misspelt the name of the river.",
        "CORRECTION (3 May): The river rose by two metres, not by three.",
        "Correction, 3 May 2024: The river rose by two metres, not by three.",
        "Update 14:05: The bridge is open again.",
        "UPDATE: The bridge is open again.",
        "Editor’s note: The author owns a boat.",
        "(Editor's note: The author owns a boat.)",
        "EDITOR'S NOTE — The author owns a boat.",
        "This article was updated on 3 May.",
        "*This story has been updated with the name of the river.",
        "An earlier version of this article misspelt the name of the river.",
        "Anm. d. Red.: Der Autor besitzt ein Boot.",
        "Anmerkung der Redaktion: Der Autor besitzt ein Boot.",
        "In einer früheren Version hieß es, der Fluss sei um drei Meter gestiegen.",
        "Mise à jour : le pont est rouvert.",
        "Rectificatif : le fleuve est monté de deux mètres.",
        "Actualizado: el puente está abierto de nuevo.",
        "Fe de errores: el río subió dos metros.",
        "Nota da redação: o autor tem um barco.",
        "Errata corrige: il fiume è salito di due metri.",
        "Sprostowanie: rzeka podniosła się o dwa metry.",
        "Обновлено: мост снова открыт.",
        "От редакции: автор владеет лодкой.",
        "Düzeltme: Nehir iki metre yükseldi.",
        "更正：河水上涨了两米。",
        "訂正：川の水位は二メートル上がった。",
        "편집자 주: 필자는 배를 가지고 있다.",
        "تصحيح: ارتفع النهر مترين.",
        "Đính chính: mực nước dâng hai mét.",
    ],
)
def test_a_note(line):
    assert is_note(line)


@pytest.mark.parametrize(
    "line",
    [
        "Corrections officers went on strike on Friday.",
        "The update was late.",
        "Update your boat every year.",
        "Updates on the river come at noon.",
        "Correction:",
        "This article is about rain.",
        "Der Nachtrag zum Haushalt: was er kostet",
        "Correction: " + "x" * 1000,
        "",
    ],
)
def test_what_is_no_note(line):
    assert not is_note(line)


@pytest.mark.parametrize("place", ["top", "bottom"])
def test_a_note_moves_from_an_edge(place):
    note = "Correction: The river rose by two metres, not by three."
    text = f"{note}\n\n{TEXT}\n{MORE}" if place == "top" else f"{TEXT}\n{MORE}\n\n{note}"
    article = clean_document(document(text), trail=True)
    assert article.notes == (note,)
    assert article.text == f"{TEXT}\n{MORE}"
    assert [edit.rule for edit in article.trail] == ["note"]


def test_what_is_kept_up_to_date_by_notes_keeps_them():
    lines = [f"Update 1{hour}:00: The river stands at {hour} metres." for hour in range(5)]
    text = "\n\n".join(lines)
    assert clean_document(document(text)).text == text


def test_the_rule_can_be_switched_off():
    text = f"Update: The bridge is open.\n{TEXT}"
    assert clean_document(document(text), without=["note"]).text == text
