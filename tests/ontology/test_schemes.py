"""Topics and acts: enough labels, three levels, no label twice, and the acts of the model."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from pathlib import Path

import pytest

from graph_service.errors import StoreError
from graph_service.rdf import schemes
from graph_service.rdf.schemes import acts, topics
from graph_service.validation.check import check_file

ROOT = Path(__file__).parents[2]
MODEL_ACTS = (
    "assert announce acknowledge deny decline-comment agree pledge urge demand accuse condemn warn "
    "threaten reject support recognise express-concern express-hope condole apologise thank "
    "question other"
)
MODEL_COARSE = {
    "acknowledge": "assert",
    "demand": "urge",
    "threaten": "warn",
    "recognise": "support",
    "thank": "support",
    "decline-comment": "other",
    "express-concern": "other",
    "express-hope": "other",
    "condole": "other",
    "apologise": "other",
}


def test_acts_are_those_of_the_model() -> None:
    assert {act.id for act in acts()} == set(MODEL_ACTS.split())
    assert {act.id: act.coarse for act in acts()} == {
        name: MODEL_COARSE.get(name, name) for name in MODEL_ACTS.split()
    }


def test_model_and_copy_here_agree(shared: Path) -> None:
    """model.md stands outside the repository; where it is at hand the lists are compared."""
    text = (shared / "design" / "model.md").read_text(encoding="utf-8")
    section = text.partition("## Speech acts")[2].partition("##")[0]
    listed = section.partition("\n")[2].partition(". Coarse")[0]
    names = [re.sub(r" \(.*?\)", "", part).strip() for part in re.split(r",(?![^(]*\))", listed)]
    assert names == MODEL_ACTS.split()


@pytest.mark.parametrize("act", acts(), ids=lambda act: act.id)
def test_every_act_has_three_labels(act: schemes.Act) -> None:
    assert len(act.labels) >= 3
    assert act.labels[0] == act.label


def test_there_are_topics_of_three_levels_and_no_more() -> None:
    above = {topic.id: topic.broader for topic in topics()}

    def level(name: str) -> int:
        upper = above[name]
        return 1 if upper is None else 1 + level(upper)

    levels = [level(topic.id) for topic in topics()]
    assert set(levels) == {1, 2, 3}
    assert len(levels) >= 80


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.id)
def test_every_topic_has_three_labels_and_a_tidy_id(topic: schemes.Topic) -> None:
    assert len(topic.labels) >= 3
    assert len({label.casefold() for label in topic.labels}) == len(topic.labels)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic.id)
    assert all(label == label.strip() and label for label in topic.labels)


def test_no_label_belongs_to_two_topics() -> None:
    owners = defaultdict(set)
    for topic in topics():
        for label in topic.labels:
            owners[label.casefold()].add(topic.id)
    assert {label: sorted(ids) for label, ids in owners.items() if len(ids) > 1} == {}


def test_labels_are_not_words_that_mean_anything() -> None:
    """Words that would put a topic on every second statement."""
    vague = {"talks", "deal", "deals", "peace", "war", "security", "cooperation", "relations"}
    vague |= {"government", "visit", "meeting", "leader", "who", "us", "it", "aid", "rights", "law"}
    assert not vague & {label.casefold() for topic in topics() for label in topic.labels}


@pytest.mark.parametrize("file", sorted((ROOT / "ontology/topics").glob("*.ttl")), ids=str)
def test_topic_files_pass_their_own_shapes(file: Path) -> None:
    assert check_file(file) == ()


def test_the_files_are_read_quickly() -> None:
    """Commands start in under 0.4 s; reading the schemes may take a small part of it."""
    best = 1.0
    for _ in range(3):
        for reader in (topics, acts, schemes.topic_triples, schemes.act_triples):
            reader.cache_clear()
        start = time.process_time()
        topics()
        acts()
        best = min(best, time.process_time() - start)
    assert best < 0.05


def test_an_overlay_adds_topics(tmp_path: Path) -> None:
    (tmp_path / "ontology" / "topics").mkdir(parents=True)
    (tmp_path / "ontology" / "topics" / "own.ttl").write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix topic: <https://w3id.org/communique/topic/> .
        topic:fish a skos:Concept ; skos:prefLabel "fisheries"@en ; skos:notation "fish" ;
            skos:altLabel "fishing quotas"@en , "cod war"@en ; skos:broader topic:trade ;
            skos:inScheme topic: .""",
        encoding="utf-8",
    )
    own = {topic.id: topic for topic in topics(tmp_path)}
    assert own["fish"].broader == "trade"
    assert own["fish"].label == "fisheries"
    assert len(own) == len(topics()) + 1


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "ontology" / "topics").mkdir(parents=True)
    (tmp_path / "ontology" / "topics" / "own.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match=r"own\.ttl"):
        topics(tmp_path)


def test_a_concept_without_name_or_notation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ontology" / "topics").mkdir(parents=True)
    (tmp_path / "ontology" / "topics" / "own.ttl").write_text(
        """<https://w3id.org/communique/topic/fish>
            a <http://www.w3.org/2004/02/skos/core#Concept> .""",
        encoding="utf-8",
    )
    with pytest.raises(StoreError, match="fish"):
        topics(tmp_path)
