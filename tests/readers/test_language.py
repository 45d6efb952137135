"""Languages are told where a text is long enough, and never over somebody's word."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from graph_service.readers import Metadata, language
from graph_service.readers.base import Item

ReadAll = Callable[..., list[Item]]

ENGLISH = (
    "The foreign minister of Freedonia said on Monday that the talks with Sylvania would go on "
    "until both sides had agreed on the bridge."
)
TEXTS = {
    "en": ENGLISH,
    "fr": "La ministre des affaires étrangères de Freedonie a déclaré lundi que les négociations "
    "avec la Sylvanie se poursuivraient jusqu'à ce que les deux parties s'accordent sur le pont.",
    "de": "Die Außenministerin von Freedonien sagte am Montag, die Gespräche mit Sylvanien würden "
    "fortgesetzt, bis sich beide Seiten über die Brücke und ihre Nutzung geeinigt hätten.",
    "ru": "Министр иностранных дел Фридонии заявил в понедельник, что переговоры с Сильванией "
    "будут продолжаться до тех пор, пока обе стороны не договорятся о мосте через реку.",
    "zh": "弗里多尼亚外交部长星期一表示，与西尔瓦尼亚的谈判将继续进行，"
    "直到双方就大桥问题达成协议为止。"
    "他说，两国政府都希望早日结束谈判，但目前还没有确定下一轮会谈的日期和地点。",
    "nl": "De minister van Buitenlandse Zaken van Vrijland zei maandag dat de gesprekken met "
    "Sylvanië zouden doorgaan totdat beide partijen het eens waren over de brug.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_of_twenty_words_is_told(code: str) -> None:
    assert language.recognise(TEXTS[code]) == code


@pytest.mark.parametrize("text", ["", "Non.", "Il a dit non.", "12 34 " * 50, "🕊 " * 50])
def test_too_little_to_tell(text: str) -> None:
    assert language.recognise(text) is None


def test_names_alone_are_no_language() -> None:
    assert language.recognise("Firefly Pinky Chicolini Trentino Marcal Teasdale " * 4) is None


def test_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(language, "_model", refuse)
    assert language.recognise(ENGLISH) == "en"


def test_every_reader_tells_and_nobodys_word_is_overruled(read_all: ReadAll) -> None:
    (item,) = read_all("a.txt", TEXTS["fr"])
    assert getattr(item, "language", None) == "fr"
    (item,) = read_all("a.txt", TEXTS["fr"], Metadata(language="oc"))
    assert getattr(item, "language", None) == "oc"
    (item,) = read_all("a.txt", "Non.")
    assert getattr(item, "language", "") is None


def test_a_pages_text_tells_more_than_its_attribute(read_all: ReadAll) -> None:
    page = '<html lang="ru"><body><p>{}</p></body></html>'
    (item,) = read_all("a.html", page.format(ENGLISH))
    assert getattr(item, "language", None) == "en"
    (item,) = read_all("a.html", page.format("Firefly, Trentino and Pinky; nobody else came."))
    assert getattr(item, "language", None) == "ru"


def test_the_model_is_not_loaded_with_the_readers() -> None:
    assert language.__name__ in sys.modules
    assert "py3langid" not in vars(language)
