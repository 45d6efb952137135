"""Persons and their terms of office, out of people.csv.

Owns how names are cleaned, rows of one person joined, offices labelled and
uncertain dates kept uncertain.
"""

from __future__ import annotations

import re

from conversion import choices
from conversion.bodies import Actors, of_state
from conversion.records import ActorRecord, Row, TenureRecord, parts, source_text

from graph_service.actors.names import normal, plain, slug, surnames
from graph_service.model import digest

_PREFIX = re.compile(
    r"^(?:of .*?(?:Acting Prime Minister|Prime Minister|Gen\.|Confederation|Republic) "
    r"|for Foreign and Political Affairs |French Co-prince |(?:Vice )?[Pp]resident (?=[A-Z])"
    r"|[Pp]rime [Mm]inister |House Speaker |Elect |Designate |Gen\. |Sheikh (?=Muham|Moham)"
    r"|(?:Sac Chair, )?Sr\. Gen\. |Sultan )"
)
_CO_PRINCE = re.compile(r"Co-?prince")
"""Andorra's co-prince by virtue of another state's office: no voice of a second state."""
_ALSO = re.compile(r",? (?:also spelled|aka) ")
_SUFFIX = re.compile(r", (?:Dr\.|Lt\. Gen\.|Gen\.)$| \[.*\]$")
_NICKNAME = re.compile(r' ["“]([^"”]+)["”]')
_NOT_A_NAME = re.compile(r"[Aa]dministration|elected|^Lord \w+ of ")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_CHECKING_COPY = "2025-01-31"
"""A copy that may only check other sources (CC BY-NC): its day is not taken over."""
_LEFT = re.compile(r"left office at unknown date after (\S+) and not later than (\S+)")


def add_people(actors: Actors, rows: list[Row]) -> list[TenureRecord]:
    """Adds each person once; returns the terms of office."""
    people: dict[str, ActorRecord] = {}
    tenures: dict[str, TenureRecord] = {}
    for row in sorted(rows, key=lambda r: r["source"].startswith(("factbook", "instituteforgov"))):
        if row["source_licence"] == "not stated" or _CO_PRINCE.search(row["name"]):
            continue
        names = _names(row)
        person = people.setdefault(
            _person_id(row, names[0]), ActorRecord(id="", kind="Person", name=names[0])
        )
        person.id = _person_id(row, names[0])
        person.qid = person.id.removeprefix("actor-") if person.id[6] == "Q" else None
        state = _state(actors, row)
        _add_aliases(person, names, state.alpha2 if state else None)
        source = source_text(row["source"], row["source_licence"], row["source_date"])
        person.sources.add(source)
        tenure = _tenure(actors, row, person.id, source)
        known = tenures.get(tenure.id)
        if known is None or (not known.start and tenure.start):
            tenures[tenure.id] = tenure
    for person in people.values():
        actors.add(person)
    return _without_repeats(list(tenures.values()))


def _person_id(row: Row, name: str) -> str:
    given = choices.SAME_PERSON.get(row["id"], row["id"])
    if given.startswith("Q") and given not in choices.DOUBTFUL_QIDS:
        return f"actor-{given}"
    if row["id"] in choices.SAME_PERSON:
        return f"actor-{given}"
    return f"actor-x-{slug(name) or given.removeprefix('x-')}"


def _names(row: Row) -> list[str]:
    """The person's name, then other forms; cleaned of titles and of sources' slips."""
    found: list[str] = []
    for written in [row["name"], *parts(row["aliases"])]:
        if _NOT_A_NAME.search(written) and written != row["name"]:
            continue
        for name in _ALSO.split(written):
            cleaned = _SUFFIX.sub("", _PREFIX.sub("", normal(name)))
            nickname = _NICKNAME.search(cleaned)
            if nickname:
                found.append(_NICKNAME.sub("", cleaned))
                if cleaned.endswith(nickname[0]) or row["name"] != written:
                    continue
                first, _, rest = _NICKNAME.sub("", cleaned).partition(" ")
                found.append(f"{nickname[1]} {rest}" if rest else first)
                continue
            found.append(" ".join(_calm(word) for word in cleaned.split()))
    return list(dict.fromkeys(name for name in found if name))


def _calm(word: str) -> str:
    """Makes "al-Sudani" of "al-SUDANI": the sources put some family names in capitals."""
    if re.fullmatch(r"[IVX]+|MB[SZ]", word):
        return word
    return re.sub(r"[A-ZÀ-Þ]{3,}", lambda m: m[0].capitalize(), word)


def _add_aliases(person: ActorRecord, names: list[str], country: str | None) -> None:
    own = {plain(s) for s in surnames(person.name, country)}
    seen = {plain(person.name).casefold(), *(plain(a).casefold() for a in person.aliases)}
    for name in [*names, *choices.PERSON_ALIASES.get(person.name, ())]:
        key = plain(name).casefold()
        latin = _LATIN.search(name)
        if key in seen or plain(name) in own:
            continue
        if not latin:  # those come from a share-alike list, and no English text has them
            continue
        seen.add(key)
        person.aliases.append(name)


def _state(actors: Actors, row: Row) -> ActorRecord | None:
    """The state served; a body's code is none, though AU is also Australia's."""
    return None if row["country"] in choices.BODY_CODES else actors.state(row["country"])


def _tenure(actors: Actors, row: Row, holder: str, source: str) -> TenureRecord:
    state = _state(actors, row)
    role, position = row["role"], row["position"]
    label = post_label(actors, row)
    start, end, open_as_of, inferred = _dates(row)
    body = _body(actors, row)
    return TenureRecord(
        id=f"tenure-{digest(holder, role, label, row['country'], start)}",
        holder=holder,
        label=label,
        role="party_official" if position.endswith("Communist Party") else role,
        country=state.id if state else None,
        body=body.id if body else None,
        start=start,
        end=end,
        open_as_of=open_as_of,
        inferred_end=inferred,
        source=source + _further_sources(row, open_as_of),
    )


def _further_sources(row: Row, open_as_of: str) -> str:
    """Which other source gave the end, or the last day on which the post was held."""
    if "instituteforgov" in row["to_basis"]:
        return "; end: instituteforgov/ifg-ministers-database-public, CC BY 4.0"
    if "(Factbook)" in row["to_basis"]:
        return "; end: CIA World Factbook, public domain"
    if open_as_of > row["source_date"] and "factbook" in row["also_in"]:
        return f"; held: CIA World Factbook, public domain, {open_as_of}"
    return ""


def _dates(row: Row) -> tuple[str, str, str, bool]:
    """Start, end, open as of, whether the end is inferred.

    A term whose end is inferred was surely held until the last copy that
    showed it; `open_as_of` says until when.
    """
    start, end, basis, open_as_of = row["from"], row["to"], row["to_basis"], row["open_as_of"]
    if left := _LEFT.match(basis):
        shown, latest = left[1], left[2]
        if start and latest < start:
            return start, "", "", False
        return start, latest, shown if start <= shown <= latest else "", True
    if basis.startswith("next-holder-start"):
        shown = min(row["source_date"], end)
        return start, end, shown if start and shown >= start else "", True
    if open_as_of == _CHECKING_COPY:
        open_as_of = row["source_date"]
    return start, end, open_as_of, False


def _body(actors: Actors, row: Row) -> ActorRecord | None:
    role, position = row["role"], row["position"]
    for words, qid in choices.BODY_IN_POSITION:
        if words in position and role in ("io_head", "spokesperson"):
            return actors.qid(qid)
    if row["country"] in choices.BODY_CODES:
        return actors.qid(choices.BODY_CODES[row["country"]])
    if position.startswith("Under-Secretary") or (role, "United Nations") == (
        "io_head",
        position[-14:],
    ):
        return actors.qid("Q1065")
    state = _state(actors, row)
    if state is None:
        return None
    kind = {
        "foreign_minister": "foreign_ministry",
        "defence_minister": "defence_ministry",
        "security_adviser": "security_council" if "Security Council" in position else "",
    }.get(role, "")
    if role == "spokesperson":
        if re.search("Foreign|External Affairs|State Department", position):
            kind = "foreign_ministry"
        elif re.search("Defen[cs]e Forces", position):
            kind = "military"
        elif re.search("Defen[cs]e|Pentagon", position):
            kind = "defence_ministry"
        elif re.search("White House|Kremlin|President", position):
            kind = "presidency"
        elif "Taiwan Affairs Office" in position:
            kind = "government_agency"
    return actors.body(state, kind) if kind else None


_SELF_EXPLAINING = re.compile(
    r"White House|Kremlin|Pentagon|State Department|Taiwan Affairs|Knesset|Lok Sabha|Verkhovna Rada"
    r"|State Duma|Legislative Yuan|Hamas|Workers' Party|Israel Defense|Security Council spokesp"
    r"|Chinese Communist|Islamic Consultative|Palestinian Authority|in Belgium"
)
_SIMPLER = (
    (
        re.compile(r"^(?:Federal )?Minister (?:of|for)(?: the)? Foreign Affairs$", re.I),
        "Foreign Minister",
    ),
    (
        re.compile(r"^(?:Federal )?Minister (?:of|for) (?:National )?Defen[cs]e$", re.I),
        "Defence Minister",
    ),
    (re.compile(r"^(Vice )?Premier of the State Council$"), r"\1Premier"),
    (re.compile(r"Spokeperson"), "spokesperson"),
    (re.compile(r"^Foreign minister"), "Foreign Minister"),
    (re.compile(r"Secretary of Defen[cs]e$"), "Secretary of Defense"),
)


def post_label(actors: Actors, row: Row) -> str:
    """A readable office, e.g. `President of China`, `Russian Foreign Ministry spokesperson`."""
    state, role = _state(actors, row), row["role"]
    position = row["position"] or {
        "head_of_state": "Head of State",
        "head_of_government": "Head of Government",
    }.get(role, role.replace("_", " ").capitalize())
    for pattern, better in _SIMPLER:
        position = pattern.sub(better, position)
    position = position[0].upper() + position[1:]
    position = re.sub(r" \((Myanmar|Sahrawi Arab Democratic Republic)\)$", "", position)
    if state is None:
        code = row["country"]
        if code and code not in position and role == "io_head" and code in ("UN",):
            return f"{position} (United Nations)" if "Nations" not in position else position
        if code == "UN":
            return f"{position} of the United Nations" if "Nations" not in position else position
        return position
    words = [state.name, *state.aliases, *state.demonyms]
    if _SELF_EXPLAINING.search(position) or any(
        re.search(rf"\b{re.escape(plain(w))}\b", plain(position)) for w in words if len(w) > 3
    ):
        return re.sub(r" of (Lebanon|St Kitts and Nevis)$", f" {of_state(state)}", position)
    if role == "spokesperson" and state.demonyms:
        adjective = next((d for d in state.demonyms if d not in ("U.S.", "US", "UK", "U.K.")), "")
        if state.alpha2 == "US":
            adjective = "U.S."
        return f"{adjective} {position}"
    if position == "Permanent Representative to the United Nations":
        return f"Permanent Representative {of_state(state)} to the United Nations"
    if position == "Ambassador to the United Nations":
        return f"Ambassador {of_state(state)} to the United Nations"
    return f"{position} {of_state(state)}"


def _without_repeats(tenures: list[TenureRecord]) -> list[TenureRecord]:
    """Drops a term that another one of the same holder, role and country covers.

    That is an undated term beside a dated one of the same office, and a second
    row of the same start.
    """
    kept: list[TenureRecord] = []
    groups: dict[tuple[str, str, str | None], list[TenureRecord]] = {}
    for tenure in tenures:
        groups.setdefault((tenure.holder, tenure.role, tenure.country), []).append(tenure)
    for group in groups.values():
        for tenure in group:
            if not tenure.start and any(t.start and t.label == tenure.label for t in group):
                continue
            twin = next((t for t in kept if _twins(t, tenure)), None)
            if twin is None:
                kept.append(tenure)
    return kept


def _twins(a: TenureRecord, b: TenureRecord) -> bool:
    return (a.holder, a.role, a.country, a.start, a.label) == (
        b.holder,
        b.role,
        b.country,
        b.start,
        b.label,
    )
