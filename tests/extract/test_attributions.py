"""The attribution rules on sentences of our own about invented people and states."""

from __future__ import annotations

import pytest

from graph_service.extract.attributions import find_attributions
from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.model import Article, words_at


def attributions(text: str) -> list[Attribution]:
    article = Article(text)
    draft = find_quotations(article, find_sentences(article, Draft()))
    return list(find_attributions(article, draft).attributions)


def triples(text: str) -> set[tuple[str, str, str]]:
    """(source, cue lemma, content) as words."""
    return {
        (words_at(text, a.source), a.lemma, words_at(text, a.content)) for a in attributions(text)
    }


CASES = {
    "speaker after": (
        "“The border stays open,” said Vesna Orlo.",
        ("Vesna Orlo", "say", "“The border stays open,”"),
    ),
    "speaker after, with apposition": (
        "“The border stays open,” said Vesna Orlo, a spokeswoman for the ministry.",
        ("Vesna Orlo, a spokeswoman for the ministry", "say", "“The border stays open,”"),
    ),
    "speaker before": (
        "Orlo said, “The border stays open.”",
        ("Orlo", "say", "“The border stays open.”"),
    ),
    "speaker in the middle": (
        "“The border,” Orlo said, “stays open.”",
        ("Orlo", "say", "“The border,” ... “stays open.”"),
    ),
    "goes on in the next sentence": (
        "“The border stays open,” Orlo said. “We have time.”",
        ("Orlo", "say", "“The border stays open,” ... “We have time.”"),
    ),
    "goes on in the next paragraph": (
        "“The border stays open,” Orlo said.\n\n“We have time.”",
        ("Orlo", "say", "“The border stays open,” ... “We have time.”"),
    ),
    "colon, then the next paragraph": (
        "Orlo added:\n\n“The border stays open.”",
        ("Orlo", "add", "“The border stays open.”"),
    ),
    "that": (
        "Orlo said that Velmora would keep the border open.",
        ("Orlo", "say", "that Velmora would keep the border open"),
    ),
    "a source put in between, inner level": (
        "Vesna Orlo also said, according to the Palace News, that the border would stay open.",
        ("Vesna Orlo", "say", "that the border would stay open"),
    ),
    "a source put in between, outer level": (
        "Vesna Orlo also said, according to the Palace News, that the border would stay open.",
        (
            "the Palace News",
            "according to",
            "Vesna Orlo also said ... that the border would stay open",
        ),
    ),
    "told somebody, with what he is": (
        "Orlo had told Ivo Brant, the head of the council, that the border would stay open.",
        ("Orlo", "tell", "that the border would stay open"),
    ),
    "denied on a day": (
        "Velmora denied on Thursday that it had closed the border.",
        ("Velmora", "deny", "that it had closed the border"),
    ),
    "pledged on a full date": (
        "Velmora pledged on 15 March 2021 that it would open the border.",
        ("Velmora", "pledge", "that it would open the border"),
    ),
    "pledged on a full date, month first": (
        "Velmora pledged on March 15, 2021 that it would open the border.",
        ("Velmora", "pledge", "that it would open the border"),
    ),
    "condemned on a day, no that": (
        "The ministry condemned on Sunday the attack on the embassy.",
        ("The ministry", "condemn", "the attack on the embassy"),
    ),
    "announced at some time": (
        "Both states have agreed, President Orlo announced overnight after the talks.",
        ("President Orlo", "announce", "Both states have agreed"),
    ),
    "no that": (
        "Orlo said Velmora would keep the border open.",
        ("Orlo", "say", "Velmora would keep the border open"),
    ),
    "addressee": (
        "Orlo told reporters in Velm City on Monday that the border would stay open.",
        ("Orlo", "tell", "that the border would stay open"),
    ),
    "warned of": (
        "The ministry warned of a long winter.",
        ("The ministry", "warn", "of a long winter"),
    ),
    "described as": (
        "Orlo described the talks as a success.",
        ("Orlo", "describe", "the talks as a success"),
    ),
    "urged to": (
        "Orlo urged the neighbours to open the border.",
        ("Orlo", "urge", "the neighbours to open the border"),
    ),
    "expressed": (
        "Velmora expressed concern over the tests.",
        ("Velmora", "express", "the tests"),
    ),
    "according to, after": (
        "The border stays open, according to the Velmoran readout.",
        ("the Velmoran readout", "according to", "The border stays open"),
    ),
    "according to, before": (
        "According to the ministry, the border stays open.",
        ("the ministry", "according to", "the border stays open"),
    ),
    "inverted, indirect": (
        "The border would stay open, said the foreign ministry.",
        ("the foreign ministry", "say", "The border would stay open"),
    ),
    "after indirect words": (
        "The border would stay open, the ministry said on Tuesday.",
        ("the ministry", "say", "The border would stay open"),
    ),
    "inside indirect words": (
        "On the earlier call, the ministry said, Orlo had agreed to open the border.",
        ("the ministry", "say", "On the earlier call ... Orlo had agreed to open the border"),
    ),
    "passive with by": (
        "The plan was described by Orlo as a mistake.",
        ("Orlo", "describe", "The plan ... as a mistake"),
    ),
    "readout as source": (
        "The readout said that the two sides would meet again.",
        ("The readout", "say", "that the two sides would meet again"),
    ),
    "joint source": (
        "Orlo and Abar said that they would meet again.",
        ("Orlo and Abar", "say", "that they would meet again"),
    ),
    "apposition before the cue": (
        "Tomas Abar, a spokesman for the ministry, said the border would stay open.",
        ("Tomas Abar, a spokesman for the ministry", "say", "the border would stay open"),
    ),
    "auxiliaries and adverbs": (
        "Orlo has repeatedly said that the border will stay open.",
        ("Orlo", "say", "that the border will stay open"),
    ),
    "guillemets": (
        "«The border stays open,» said Vesna Orlo.",
        ("Vesna Orlo", "say", "«The border stays open,»"),
    ),
    "ends by a single mark": (
        "Asked about the border, she replied, “It stays open.’",
        ("she", "reply", "“It stays open.’"),
    ),
    "attitude": (
        "Orlo hopes that the border will stay open.",
        ("Orlo", "hope", "that the border will stay open"),
    ),
    "diplomatic verb": (
        "President Orlo reaffirmed that Velmora would keep its word.",
        ("President Orlo", "reaffirm", "that Velmora would keep its word"),
    ),
    "headline": (
        "Ministry: Border With Norda To Stay Open This Winter",
        ("Ministry", ":", "Border With Norda To Stay Open This Winter"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_rule(name: str) -> None:
    text, expected = CASES[name]
    found = {(s.rstrip(","), cue, content) for s, cue, content in triples(text)}
    assert expected in found, found


def test_adding_shares_the_source_and_has_its_own_cue() -> None:
    text = "Orlo said the border was open, adding that trade would grow."
    assert triples(text) >= {
        ("Orlo", "say", "the border was open"),
        ("Orlo", "add", "that trade would grow"),
    }


def test_two_verbs_of_one_subject() -> None:
    text = "Orlo welcomed the offer and said that talks would begin."
    assert triples(text) >= {
        ("Orlo", "welcome", "the offer"),
        ("Orlo", "say", "that talks would begin"),
    }


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        (
            "The ministry said that Orlo noted the offer of peace.",
            ("The ministry", "say", "that Orlo noted the offer of peace"),
            ("Orlo", "note", "the offer of peace"),
        ),
        (
            "“Orlo stressed that the border stays open,” the readout said.",
            ("the readout", "say", "“Orlo stressed that the border stays open,”"),
            ("Orlo", "stress", "that the border stays open"),
        ),
        (
            "Orlo praised the work of the envoys, state media said.",
            ("state media", "say", "Orlo praised the work of the envoys"),
            ("Orlo", "praise", "the work of the envoys"),
        ),
        (
            "Orlo told Abar that peace “was near,” Norda News reported, “if both sides wish it.”",
            (
                "Norda News",
                "report",
                "Orlo told Abar that peace “was near,” ... “if both sides wish it.”",
            ),
            ("Orlo", "tell", "that peace “was near,” ... “if both sides wish it.”"),
        ),
    ],
)
def test_chains_nest(text: str, outer: tuple[str, str, str], inner: tuple[str, str, str]) -> None:
    assert triples(text) >= {outer, inner}


def test_a_second_clause_stays_inside_what_is_passed_on() -> None:
    text = "The palace said that Orlo noted the offer and stressed the need for talks."
    assert triples(text) == {
        ("The palace", "say", "that Orlo noted the offer and stressed the need for talks"),
        ("Orlo", "note", "the offer"),
        ("Orlo", "stress", "the need for talks"),
    }


def test_adding_goes_with_the_main_clause() -> None:
    text = "The palace said Orlo noted the offer, adding that talks would begin."
    assert triples(text) >= {
        ("The palace", "say", "Orlo noted the offer"),
        ("The palace", "add", "that talks would begin"),
    }


def test_quoted_as_saying() -> None:
    text = "The agency quoted Orlo as saying that the talks would fail."
    assert triples(text) >= {
        ("The agency", "quote", "Orlo as saying that the talks would fail"),
        ("Orlo", "say", "that the talks would fail"),
    }


def test_what_an_infinitive_shares_is_no_level_of_its_own() -> None:
    text = "Orlo refused to discuss the report."
    assert len(triples(text)) == 1


def test_attitude_is_marked_and_speech_is_not() -> None:
    hopes = attributions("Orlo hopes that the border will stay open.")
    says = attributions("Orlo says that the border will stay open.")
    assert [a.attitude for a in hopes] == [True]
    assert [a.attitude for a in says] == [False]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The border stays open,” said Vesna Orlo.", "direct"),
        ("Orlo said that the border would “stay open” this winter.", "mixed"),
        ("Orlo said that the border would stay open.", "indirect"),
    ],
)
def test_quote_type(text: str, kind: str) -> None:
    assert {a.quote_type for a in attributions(text)} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "The talks were long and the room was cold.",
        "The claims of both states date from the last century.",
        "A report on the border lay on the table.",
        "The ambassador of the member states arrived on Monday.",
        "",
        "   \n\n \t",
    ],
)
def test_nothing_is_found_where_nobody_speaks(text: str) -> None:
    assert attributions(text) == []


def test_confidence_and_rule_are_named() -> None:
    (found,) = attributions("“The border stays open,” said Vesna Orlo.")
    assert found.found_by == "rule:inverted-quote"
    assert 0.5 < found.confidence < 1


def test_words_go_to_the_nearer_cue() -> None:
    found = triples("“We stand by peace,” Orlo told the summit, adding that “the war must end”.")
    assert ("Orlo", "tell", "“We stand by peace,”") in found
    assert any(lemma == "add" and "war" in words for _, lemma, words in found)


def test_a_charge_d_affaires_accuses_nobody() -> None:
    text = "The Foreign Office summoned the charge d'affaires to protest, Vesna Orlo said."
    assert {lemma for _, lemma, _ in triples(text)} == {"say"}


def test_beijing_is_no_participle() -> None:
    text = "Beijing lodged a protest over the visit, the ministry said at a briefing."
    assert ("the ministry", "say", "Beijing lodged a protest over the visit") in triples(text)
