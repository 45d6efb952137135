"""One reading out of two: what is kept of the network's and of the rules' attributions."""

from __future__ import annotations

from dataclasses import replace

from graph_service.extract.draft import Attribution, Draft
from graph_service.extract.quotes import find_quotations
from graph_service.extract.sentences import find_sentences
from graph_service.extract.tagger_join import chains, join, passages, within_sentences
from graph_service.model import Article, Span, Spans, words_at


def spans(text: str, *parts: str) -> Spans:
    return tuple(Span(text.index(p), text.index(p) + len(p)) for p in parts if p)


def made(
    text: str, source: str, cue: str, *content: str, lemma: str = "say", by: str = "rule:verb-that"
) -> Attribution:
    who, by_what, what = spans(text, source), spans(text, cue), spans(text, *content)
    return Attribution(who, by_what, what, lemma, "indirect", False, by, 0.8)


def network(text: str, source: str, cue: str, *content: str) -> Attribution:
    return made(text, source, cue, *content, by="model:x")


def shown(text: str, found: list[Attribution]) -> set[tuple[str, str, str]]:
    return {
        (words_at(text, a.source), words_at(text, a.cue), words_at(text, a.content)) for a in found
    }


CHAIN = "The envoy told him that the talks had led nowhere, a ministry official said."
OUTER = ("a ministry official", "said", "The envoy told him that the talks had led nowhere")
INNER = ("The envoy", "told", "that the talks had led nowhere")


def chain() -> tuple[list[Attribution], list[Attribution]]:
    broken = [network(CHAIN, "a ministry official", "said", "that the talks had led nowhere")]
    return broken, [made(CHAIN, *INNER), made(CHAIN, *OUTER)]


def test_in_diplomacy_the_levels_of_the_rules_stand() -> None:
    assert shown(CHAIN, join(CHAIN, *chain(), diplomatic=True)) == {OUTER, INNER}


def test_elsewhere_the_network_names_the_outermost_speaker() -> None:
    assert OUTER not in shown(CHAIN, join(CHAIN, *chain()))


def test_no_levels_without_a_verb_of_speech_within() -> None:
    text = "The envoy hopes that rain will come, a ministry official said."
    outer = made(text, "a ministry official", "said", "The envoy hopes that rain will come")
    inner = made(text, "The envoy", "hopes", "that rain will come", lemma="hope")
    assert chains([inner, outer]) == []
    assert chains([replace(inner, lemma="say"), outer]) != []


def test_words_end_where_a_further_clause_has_its_own_cue() -> None:
    text = "He complained of bad rolls and demanded a new vote."
    ruled = [
        made(text, "He", "complained", "of bad rolls", lemma="complain"),
        made(text, "He", "demanded", "a new vote", lemma="demand"),
    ]
    net = [network(text, "He", "complained of", "bad rolls and demanded a new vote")]
    assert shown(text, join(text, net, ruled)) == {
        ("He", "complained", "of bad rolls"),
        ("He", "demanded", "a new vote"),
    }


def test_words_that_the_rules_read_alike_are_not_cut() -> None:
    text = "He said that the rolls were bad and that Kallo demanded a vote."
    words = "that the rolls were bad and that Kallo demanded a vote"
    ruled = [made(text, "He", "said", words), made(text, "Kallo", "demanded", "a vote")]
    net = [network(text, "He", "said", words)]
    assert ("He", "said", words) in shown(text, join(text, net, ruled))


def drafted(text: str) -> Draft:
    article = Article(text)
    return find_quotations(article, find_sentences(article, Draft()))


def test_no_words_over_the_end_of_a_line() -> None:
    text = "TORRIN VOWS TO STAY\n\nThe mayor of Velm spoke for an hour."
    over = network(text, "TORRIN", "VOWS", "TO STAY\n\nThe mayor of Velm")
    (kept,) = within_sentences(text, drafted(text), [over])
    assert words_at(text, kept.content) == "TO STAY"


def test_quotations_go_on_in_further_sentences() -> None:
    text = "“The truce holds,” Torrin said. “Nobody has asked us to leave.” It rained in Velm."
    said = network(
        text, "Torrin", "said", "“The truce holds,”", "“Nobody has asked us to leave.”", "It rained"
    )
    (kept,) = within_sentences(text, drafted(text), [said])
    assert words_at(text, kept.content) == "“The truce holds,” ... “Nobody has asked us to leave.”"


def test_no_attribution_where_all_words_are_elsewhere() -> None:
    text = "TORRIN URGES CALM\n\nThe dam is safe."
    said = network(text, "TORRIN", "URGES", "The dam is safe")
    assert within_sentences(text, drafted(text), [said]) == []


def test_words_begin_with_the_sentence_of_their_cue() -> None:
    text = "It rained. The dam is safe, Torrin said."
    said = network(text, "Torrin", "said", "It rained. The dam is safe")
    (kept,) = within_sentences(text, drafted(text), [said])
    assert words_at(text, kept.content) == "The dam is safe"


def test_in_diplomacy_topics_of_talks_are_nobodys_words() -> None:
    text = "The ministers reviewed relations and noted that trade grows."
    net = [
        network(text, "The ministers", "reviewed", "relations"),
        network(text, "The ministers", "noted", "that trade grows"),
    ]
    noted = ("The ministers", "noted", "that trade grows")
    assert shown(text, join(text, net, [], diplomatic=True)) == {noted}
    assert len(join(text, net, [])) == 2
    told = "She briefed him that the road is open."
    found = join(
        told, [network(told, "She", "briefed", "that the road is open")], [], diplomatic=True
    )
    assert len(found) == 1


def test_passages_part_what_does_not_meet() -> None:
    text = "Torrin said it rained. Kallo said it snowed."
    one = network(text, "Torrin", "said", "it rained")
    second = text.rindex("said")
    far = replace(made(text, "Kallo", "said", "it snowed"), cue=(Span(second, second + 4),))
    assert list(passages([one], [far])) == [([one], []), ([], [far])]
    same = made(text, "Torrin", "said", "it rained")
    assert list(passages([one], [same])) == [([one], [same])]
