"""Chains: nesting, carrying to quoted paragraphs, words of an outer level's own."""

from __future__ import annotations

from datetime import date

from graph_service.actors.registry import Registry
from graph_service.model import Statement
from tests.extract.marked import drafted

DAY = date(2016, 6, 15)
KREEL, VANE = "actor-x-jonna-kreel", "actor-x-osric-vane"
ARDENIA, BELMORA = "actor-x-ardenia", "actor-x-belmora"
NAMES = "Jonna Kreel is president of Ardenia, Osric Vane prime minister of Belmora.\n\n"


def _found(marked: str, registry: Registry) -> list[Statement]:
    return list(drafted(NAMES + marked, registry, DAY)[1].statements)


def _chain(statement: Statement) -> list[tuple[str, str]]:
    return [(r.kind, r.reporter.id) for r in statement.according_to]


def test_a_chain_of_two_runs_outwards(registry: Registry) -> None:
    marked = (
        "{w1:{w2:{c3:Kreel} {k3=agree:agreed} {w3:to a truce}}, {c2:Quaymouth} {k2:said}},"
        " {c1:ARNA} {k1=report:reported}."
    )
    (statement,) = _found(marked, registry)
    assert statement.speaker.actor.id == KREEL
    assert statement.words == "to a truce"
    assert _chain(statement) == [("body", BELMORA), ("agency", "actor-x-ardenia-news-agency")]
    assert statement.depth == 2
    assert statement.confidence("according_to") is not None


def test_one_report_carries_several_statements(registry: Registry) -> None:
    marked = (
        "{c1:Belmora’s readout} {k1:said} {w1:that {c2:Kreel} {k2=agree:agreed} {w2:to a truce}"
        " and {c3:Vane} {k3=thank:thanked} {w3:the mediators}}."
    )
    first, second = _found(marked, registry)
    assert first.according_to == second.according_to
    assert [first.speaker.actor.id, second.speaker.actor.id] == [KREEL, VANE]


def test_an_outer_level_states_what_it_says_beside_its_inner_level(registry: Registry) -> None:
    marked = (
        "{c1:The Ardenian statement} {k1:said} {w1:that {c2:Vane} {k2=agree:agreed} {w2:to a truce}"
        " and that the ferry would carry food and medicine to the northern islands every week}."
    )
    inner, own = sorted(_found(marked, registry), key=lambda s: -s.depth)
    assert inner.words == "to a truce"
    assert own.speaker.actor.id == ARDENIA
    assert own.words.startswith("the ferry")
    assert "truce" not in own.words


def test_a_few_words_of_introduction_are_no_statement(registry: Registry) -> None:
    marked = (
        "{c1:Sorvik} {k1:said} {w1:that in a call {c2:Vane} {k2=agree:agreed} {w2:to a truce}}."
    )
    (statement,) = _found(marked, registry)
    assert statement.speaker.actor.id == VANE


def test_attitudes_do_not_take_the_words_from_the_outer_level(registry: Registry) -> None:
    marked = "{c1:Sorvik} {k1:said} {w1:that {c2:Belmora} {k2=hope:hoped} {w2:for rain}}."
    spoken = {s.attitude: s for s in _found(marked, registry)}
    assert spoken[False].speaker.actor.id == ARDENIA
    assert spoken[False].words == "that Belmora hoped for rain"
    assert spoken[True].speaker.actor.id == BELMORA


def test_a_speaker_on_himself_is_one_statement(registry: Registry) -> None:
    marked = "{c1:Vane} {k1:said} {w1:that {c2:he} {k2=promise:promised} {w2:nothing}}."
    (statement,) = _found(marked, registry)
    assert (statement.speaker.actor.id, statement.depth) == (VANE, 0)
    assert statement.words == "that he promised nothing"


def test_words_that_go_on_after_the_outer_cue_stay_with_the_speaker(registry: Registry) -> None:
    marked = (
        "{w1:{c2:Kreel} {k2:told} Vane {w2:that “peace is near,”}} {c1:ARNA} {k1=report:reported},"
        " {w1:“and it will last.”}"
    )
    (statement,) = _found(marked, registry)
    assert statement.speaker.actor.id == KREEL
    assert statement.words == "that “peace is near,” ... “and it will last.”"
    assert _chain(statement) == [("agency", "actor-x-ardenia-news-agency")]


def test_a_paper_is_carried_to_the_quoted_paragraph_after_it(registry: Registry) -> None:
    marked = (
        "{w1:“{c2:Vane} {k2=agree:agreed} {w2:to a truce},”} {k1=read:read}"
        " {c1:Sorvik’s statement}.\n\n"
        "“{c3:The president of Ardenia} {k3=note:noted} {w3:the end of the drought}.”\n\n"
        "{c4:Vane} {k4:said} {w4:that it rained}."
    )
    truce, drought, rain = _found(marked, registry)
    assert _chain(truce) == _chain(drought) == [("document", ARDENIA)]
    assert drought.speaker.actor.id == KREEL
    assert drought.speaker.basis == "title"
    assert _chain(rain) == []


def test_a_paper_is_not_carried_over_a_paragraph_of_the_narrator(registry: Registry) -> None:
    marked = (
        "{w1:“{c2:Vane} {k2=agree:agreed} {w2:to a truce},”} {k1=read:read}"
        " {c1:Sorvik’s statement}.\n\n"
        "The drought went on.\n\n"
        "“{c3:Kreel} {k3=note:noted} {w3:the end of the drought}.”"
    )
    assert _chain(_found(marked, registry)[-1]) == []


def test_reporters_by_kind(registry: Registry) -> None:
    clause = "{w1:{c2:Vane} {k2=agree:agreed} {w2:to a truce}}, {k1:according to} {c1:%s}."
    for source, kind, actor in [
        ("Sorvik’s official readout", "readout", ARDENIA),
        ("the Ardenian statement", "document", ARDENIA),
        (
            "a statement from the Ardenian foreign ministry",
            "document",
            "actor-x-foreign-ministry-of-ardenia",
        ),
        ("the Ardenian foreign ministry", "body", "actor-x-foreign-ministry-of-ardenia"),
        ("ARNA", "agency", "actor-x-ardenia-news-agency"),
        ("the Haldis Times", "outlet", "actor-x-haldis-times"),
        ("Jonna Kreel", "person", KREEL),
    ]:
        (statement,) = _found(clause % source, registry)
        assert _chain(statement) == [(kind, actor)], source
    (statement,) = _found(clause % "state media", registry)
    assert statement.according_to[0].kind == "unnamed"
    assert statement.according_to[0].reporter.country is None


def test_a_paper_on_an_event_is_one_sides_account(registry: Registry) -> None:
    clause = "{w1:{c2:Vane} {k2=agree:agreed} {w2:to a truce}}, {k1:according to} {c1:%s}."
    for source in ("Sorvik’s readout", "the Ardenian statement"):
        (found,) = _found(clause % source, registry)
        assert found.account is not None
        assert (found.account.of, found.account.kind) == (ARDENIA, "readout")
    (found,) = _found(clause % "the Ardenian foreign ministry", registry)
    assert found.account is None


def test_a_deeper_chain_than_the_gate_lets_pass_is_kept(registry: Registry) -> None:
    marked = (
        "{c1:Sorvik} {k1:said} {w1:that {c2:Vane} {k2:said} {w2:that {c3:Oslo} {k3:said}"
        " {w3:that {c4:Paris} {k4:said} {w4:that {c5:Rome} {k5:said}"
        " {w5:that {c6:Bonn Smith} {k6:said} {w6:it is}}}}}}."
    )
    statement = _found(marked, registry)[0]
    assert statement.depth == 5
