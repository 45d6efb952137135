"""What the invented people say: clauses, topics, cues. Owns words, no logic."""

from __future__ import annotations

from bench.generator.dice import Weighted

TOPICS = Weighted.zipf(
    [
        ("sanctions", "sanctions"),
        ("ceasefire", "the ceasefire"),
        ("trade", "bilateral trade"),
        ("sovereignty", "sovereignty"),
        ("peace-talks", "the peace plan"),
        ("energy", "energy prices"),
        ("migration", "migration"),
        ("territorial-integrity", "territorial integrity"),
        ("tariffs", "tariffs"),
        ("humanitarian-aid", "humanitarian aid"),
        ("military-aid", "arms deliveries"),
        ("climate", "climate policy"),
        ("missiles", "cruise missiles"),
        ("terrorism", "terrorism"),
        ("human-rights", "human rights"),
        ("gas", "gas supplies"),
        ("prisoners", "the prisoner exchange"),
        ("export-controls", "export controls"),
        ("food-security", "food security"),
        ("cybersecurity", "cyberattacks"),
        ("law-of-the-sea", "territorial waters"),
        ("peacekeeping", "peacekeeping"),
        ("press-freedom", "press freedom"),
        ("water", "water resources"),
        ("vaccines", "vaccine supplies"),
    ]
)
"""Topic of ontology/topics/ and a phrase that names it and no other."""

CLAUSES = (
    (
        "the two sides would return to {topic} in {capital} within {n} days",
        "The two sides will return to {topic} in {capital} within {n} days",
    ),
    (
        "the question of {topic} could not be settled without {state}",
        "The question of {topic} cannot be settled without {state}",
    ),
    (
        "{state} bore no blame for the quarrel over {topic}",
        "{state} bears no blame for the quarrel over {topic}",
    ),
    (
        "a working group of {n} experts would study {topic}",
        "A working group of {n} experts will study {topic}",
    ),
    (
        "the understanding with {state} on {topic} remained in force",
        "The understanding with {state} on {topic} remains in force",
    ),
    (
        "both capitals had drawn closer on {topic} since the last round",
        "Both capitals have drawn closer on {topic} since the last round",
    ),
    (
        "the position of {state} on {topic} was known to everyone",
        "The position of {state} on {topic} is known to everyone",
    ),
    (
        "a joint commission on {topic} would meet {n} times a year",
        "A joint commission on {topic} will meet {n} times a year",
    ),
    (
        "nothing on {topic} had been signed in {capital} for {n} years",
        "Nothing on {topic} has been signed in {capital} for {n} years",
    ),
    (
        "the file on {topic} would be opened again after {n} months",
        "The file on {topic} will be opened again after {n} months",
    ),
)
"""Each as it stands after "that", and as a sentence of its own."""

CUES = Weighted(
    [
        ("said", "assert"),
        ("announced", "announce"),
        ("warned", "warn"),
        ("pledged", "pledge"),
        ("stated", "assert"),
    ],
    [60, 10, 10, 10, 10],
)
"""Reporting verb and the speech act it stands for (ontology/acts.ttl)."""

BACKGROUND = (
    "The delegations met in {capital} for {n} hours.",
    "It was the third meeting of the {adjective} side with its neighbours that year.",
    "The road from {capital} to the border was closed for {n} days.",
    "Crowds of several thousand people gathered in {capital} in the evening.",
)
"""Sentences that nobody is cited for: what is found in them is wrong."""
