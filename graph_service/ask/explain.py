"""An interpretation in plain sentences and as JSON: what a reader needs to trust an answer.

Owns wording only. What was understood is `question`'s, what was looked for `answer`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from graph_service.ask.names import Named
from graph_service.ask.question import Interpretation
from graph_service.ask.when import When
from graph_service.model import Actor, Statement

_DAY = timedelta(days=1)


def interpretation_lines(
    read: Interpretation,
    *,
    reporters: tuple[Actor, ...] = (),
    reference: date | None = None,
    exact: bool = False,
) -> tuple[str, ...]:
    """One sentence a condition. `reporters` is everybody who counts for "according to"."""
    lines: list[str] = []
    for named in read.speakers:
        lines.append(f"Speaker: {_speaker(named)}.")
    if not read.speakers:
        lines.append("Speaker: anyone.")
    if read.topics:
        labels = ", ".join(topic.label for topic in read.topics)
        lines.append(f"Topic: {labels}{' (any of them)' if len(read.topics) > 1 else ''}.")
    if read.acts:
        lines.append(f"Speech act: {', '.join(act.label for act in read.acts)}.")
    if read.text:
        lines.append(f"No topic is called that, so the words are searched for: “{read.text}”.")
    for named in read.about:
        lines.append(f"About: {_names(named)}, named in the words or their target.")
    for named in read.addressees:
        lines.append(f"Said to: {_names(named)}.")
    lines += _when(read.when, reference)
    for named in read.reporters:
        lines.append(_reporter(named, reporters, exact))
    if read.attitude:
        lines.append("Hopes and beliefs without speech are included.")
    return tuple(lines)


def interpretation_to_json(read: Interpretation, lines: tuple[str, ...]) -> dict[str, Any]:
    """The interpretation of contract.md's answer; `lines` says the same in sentences."""
    return {
        "question": read.question,
        "speakers": [_named(n) for n in read.speakers],
        "according_to": [_named(n) for n in read.reporters],
        "topics": [{"id": t.id, "label": t.label} for t in read.topics],
        "about": [_named(n) for n in read.about],
        "addressees": [_named(n) for n in read.addressees],
        "text": read.text,
        "acts": [act.id for act in read.acts],
        "after": read.when.after.isoformat() if read.when.after else None,
        "before": read.when.before.isoformat() if read.when.before else None,
        "assumed_year": read.when.assumed_year,
        "attitude": read.attitude,
        "lines": list(lines),
    }


def _named(named: Named) -> dict[str, Any]:
    return {
        "as_written": named.written,
        "exact": named.exact,
        "actors": [{"id": a.id, "name": a.name, "country": a.country} for a in named.actors],
    }


def _names(named: Named) -> str:
    shown = " or ".join(actor.name for actor in named.actors[:6])
    more = len(named.actors) - 6
    shown += f" or {more} more" if more > 0 else ""
    if len(named.actors) > 1 and not named.how:
        return f"“{named.written}” may be {shown}; all are taken"
    if named.how:
        return f"{shown} (“{named.written}”, {named.how})"
    if named.written.casefold() != named.actors[0].name.casefold():
        return f"{shown} (“{named.written}”)"
    return shown


def _speaker(named: Named) -> str:
    kinds = {actor.kind for actor in named.actors}
    if len(named.actors) > 1:
        return _names(named)
    if named.exact:
        return f"{_names(named)} alone"
    if "state" in kinds:
        return f"{_names(named)}, with its officials and bodies as of the day of speaking"
    if kinds == {"person"}:
        return f"{_names(named)}, and nobody else"
    return f"{_names(named)}, with those who speak on its behalf"


def _reporter(named: Named, reporters: tuple[Actor, ...], exact: bool) -> str:
    if exact or named.exact:
        return f"According to: {_names(named)} alone, as reporter."
    own = {actor.id for actor in named.actors}
    others = [actor for actor in reporters if actor.id not in own]
    states = [actor.name for actor in others if actor.kind == "state"]
    bodies = sum(actor.kind == "organisation" for actor in others)
    people = sum(actor.kind == "person" for actor in others)
    also = [*states]
    also += [f"{bodies} other bod{'y' if bodies == 1 else 'ies'} of that state"] if bodies else []
    also += [f"{people} official{'' if people == 1 else 's'}"] if people else []
    if not also:
        return f"According to: {_names(named)}."
    shown = ", ".join(also[:-1]) + " and " * (len(also) > 1) + also[-1]
    return (
        f"According to: {_names(named)}, as reporter or by its account; {shown} count, too "
        "(ask for it alone to narrow)."
    )


def reporter_line(statements: Iterable[Statement], wanted: frozenset[str]) -> str | None:
    """Which reporters the statements found really name, as they are written there."""
    found: dict[str, None] = {}
    for statement in statements:
        for report in statement.according_to:
            if report.reporter.id in wanted:
                written = " ".join(report.as_written.split()) or report.reporter.name
                found[f"“{written}” ({report.reporter.name})"] = None
    return f"Matched: {', '.join(found)}." if found else None


def _when(when: When, reference: date | None) -> list[str]:
    lines = [f"{line}." for line in when.lines]
    if when.assumed_year and reference:
        lines[-1] += f" The newest article here is of {reference}."
    after, before = when.after, when.before
    if after and before:
        first, last = after + _DAY, before - _DAY
        lines.append(f"Said on {first}." if first == last else f"Said from {first} to {last}.")
    elif after:
        lines.append(f"Said after {after}, that day excluded.")
    elif before:
        lines.append(f"Said before {before}, that day excluded.")
    return lines
