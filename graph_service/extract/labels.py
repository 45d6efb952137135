"""Who the label of a turn means: "MINISTER ROELE", "Q", "Vesna Tisk (Kalmeria's envoy)".

Owns the readings, in this order: a question, a part without a name, a person of the article
or the registry, a body, the holder of a post, a name that nobody knows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.actors.names import plain
from graph_service.extract.cast import Cast
from graph_service.extract.draft import Mention, Source, Turn
from graph_service.extract.posts_named import holder
from graph_service.extract.source_span import SourceSpan, kind_of, made
from graph_service.extract.titles import ANY_TITLE, role_of
from graph_service.extract.unlabelled import briefer
from graph_service.extract.written_otherwise import unknown_person
from graph_service.model import Actor, Span

_PART = re.compile(
    r"(?:SENIOR (?:\w+ ){1,3}OFFICIAL|MODERATOR|OPERATOR|STAFF|AIDE|INTERPRETER|TRANSLATOR"
    r"|VOICE|CHAIR|HOST|SPEAKER|PRESENTER|REPLY|REMARK|RESPONSE|AUDIENCE|ATTENDEE|INTERVIEWER"
    r"|ANNOUNCER|FACILITATOR|MC\b|COMMENT"
    r"|PARTICIPANT|OFFICIAL)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"REPLY|REMARK|AUDIENCE|ATTENDEE|VOICE|COMMENT|INTERVIEWER", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:mr|mrs|ms|dr|sir|president|prime|minister|foreign|defen[cs]e|secretary|of|state"
    r"|chancellor|ambassador|high|representative|general|secretary-general|spokesperson|spokesman"
    r"|spokeswoman|under|deputy|vice|premier|senator|king|queen|prince|sheikh|amir|emir|the|for"
    r"|affairs|director|director-general|commissioner|fm|pm|chairman|chairwoman|assistant)\.?\s+)+",
    re.IGNORECASE,
)


def labelled(r: SourceSpan, turn: Turn) -> Source:
    """The source of a turn."""
    words = _label(r, turn)
    bare, more = _parts(_of_handle(words) if words.startswith("@") else words)
    source = (
        _introduced(r, turn, bare)
        or _nobody(r, turn, words, bare)
        or _outlet(r, turn, bare)
        or _body(r, turn, bare)
        or _person(r, turn, bare, more)
        or r.unnamed((turn.label,), bare, None, "rule:label", 0.5)
    )
    return replace(source, as_written=words)


def _of_handle(handle: str) -> str:
    """The name in an account's name.

    >>> _of_handle("@AdaBrook"), _of_handle("@MFA_Norland"), _of_handle("@StateDept")
    ('Ada Brook', 'Ministry of Foreign Affairs of Norland', 'State Department')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", handle.lstrip("@")).replace("_", " ").split()
    if words[:1] == ["MFA"] or words[-1:] == ["MFA"]:
        state = " ".join(word for word in words if word != "MFA")
        return f"Ministry of Foreign Affairs of {state}"
    return " ".join(_SHORT.get(word, word) for word in words)


_SHORT = {"Dept": "Department", "Sec": "Secretary", "PM": "Prime Minister", "Gov": "Government"}


def _parts(words: str) -> tuple[str, str]:
    """A name, and the post or paper behind it.

    >>> _parts("Vesna Tisk (Kalmeria's envoy)"), _parts("Ms. Ada Brook, Official Spokesperson")
    (('Vesna Tisk', "Kalmeria's envoy"), ('Ms. Ada Brook', 'Official Spokesperson'))
    >>> _parts("Courier, Brandt"), _parts("Minister of Trade, Industry and Ports")
    (('Courier, Brandt', ''), ('Minister of Trade, Industry and Ports', ''))
    """
    bare, _, more = words.partition(" (")
    name, _, behind = bare.partition(", ")
    if (
        behind
        and (not more or ANY_TITLE.search(behind))
        and len(_names(_TITLE.sub("", name))) >= 2
        and role_of(name.lower()) is None
    ):
        return name, behind
    return bare, more.rstrip(")")


def _introduced(r: SourceSpan, turn: Turn, bare: str) -> Source | None:
    """A post that stood behind a name in a label before: "Official Spokesperson"."""
    if r.cast.labels is None:
        r.cast.labels = {}
        for one in r.cast.draft.turns:
            more = _parts(_label(r, one))[1] if one.kind == "speaker" else ""
            if more:
                r.cast.labels.setdefault(more.casefold(), one)
        who = briefer(r.text)
        if who is not None:
            r.cast.labels[""] = Turn(who, who, "speaker", who)
    earlier = r.cast.labels.get(bare.casefold())
    if _ANSWER.fullmatch(bare):
        earlier = _answering(r, turn) or r.cast.labels.get("")
    elif earlier is None and (known := r.cast.labels.get("")) is not None:
        post = " ".join(r.text[slice(*known.label)].split()).partition(", ")[2].casefold()
        earlier = known if _SPOKES.fullmatch(bare) or bare.casefold() in post else None
    if earlier is None or earlier.label.start >= turn.label.start:
        return None
    source = _person(r, earlier, *_parts(_label(r, earlier)))
    return source and replace(source, basis="title", evidence=(turn.label, earlier.label))


def _is_outlet(r: SourceSpan, name: str) -> bool:
    actors = (r.cast.registry.actor(found.actor) for found in r.cast.registry.named(name))
    return any(actor is not None and actor.kind == "outlet" for actor in actors)


_ANSWER = re.compile(r"A|Answer|ANSWER")
_SPOKES = re.compile(r"(?:the\s+)?spokes(?:man|woman|person)", re.IGNORECASE)


def _answering(r: SourceSpan, turn: Turn) -> Turn | None:
    """Who answered before under his name: "A:" further down is he."""
    found = None
    for one in r.cast.draft.turns:
        if one.label.start >= turn.label.start:
            break
        name = _parts(_label(r, one))[0]
        if one.kind == "speaker" and not _ANSWER.fullmatch(name) and not _is_outlet(r, name):
            found = one
    return found


def _label(r: SourceSpan, turn: Turn) -> str:
    return " ".join(r.text[slice(*turn.label)].split())


def _nobody(r: SourceSpan, turn: Turn, words: str, bare: str) -> Source | None:
    """Journalists and moderators have a part, no name."""
    if turn.kind == "question":
        asking = _asking_outlet(r, turn, words) or _says_who(r, turn)
        if asking is not None:
            return asking
        return r.unnamed((turn.label,), words, None, "rule:question", 0.9)
    if bare.lower().startswith("our "):
        return r.unnamed((turn.label,), bare, None, "rule:label-part", 0.8)
    inside = _BRACKETED.search(words)
    named = inside["name"] if inside and " " in inside["name"].strip() else ""
    if named and _PART.match(bare) and not _MEDIA.search(named) and named[0].isupper():
        return _person(r, turn, named, "")  # "Moderator (Ada Brook)"
    if _PART.match(bare):
        state = _state(r, words) or (None if _ANYBODY.match(bare) else r.cast.home)
        return r.unnamed((turn.label,), bare, state, "rule:label-part", 0.8)
    return None


_SAYS_WHO = re.compile(
    r"(?:[^.?!:\n]{0,40}?[.,!]\s+){0,2}(?:(?:I am|I[’']m|[Mm]y name is|[Tt]his is)\s+)?"
    r"(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s(?:[A-ZÀ-Þ][\w'’-]+|al|bin|de|van|von)){1,3})"
    r"(?:,\s|,?\s(?:from|with|of|for)\s(?:the\s)?)(?P<paper>(?:the\s)?[A-ZÀ-Þ][\w'’-]*(?:\s[\w'’-]+){0,4})[.,!]\s"
)


def _says_who(r: SourceSpan, turn: Turn) -> Source | None:
    """ "Q. Thank you. Ada Brook, the Norburg Post. Will you ...": who asks says so."""
    match = _SAYS_WHO.match(
        r.text, turn.content.start, min(turn.content.end, turn.content.start + 160)
    )
    if match is None or not (_is_outlet(r, match["paper"]) or _MEDIA.search(match["paper"])):
        return None
    state = _state_of_paper(r, match["paper"])
    known = _of_registry(r, turn, match["name"])
    actor = known[0] if known else unknown_person(match["name"])
    if state is not None and known is None:
        actor = replace(actor, country=state.country)
        r.cast.served.setdefault(actor.id, state)
    span = Span(*match.span("name"))
    return made(actor, "named", "person", (turn.label, span), "rule:question", 0.7)


_MEDIA = re.compile(
    r"\b(?:News|Press|Times|Post|Daily|Tagblatt|Tribune|Courier|Telegraph|Agency|TV|Television|Radio"
    r"|Herald|Journal|Gazette|Zeitung|Reuters|AFP|AP|BBC|CNN|Bloomberg|Associated|Broadcasting|Media"
    r"|Network|Chronicle|Mail|Guardian|Observer|Star|Standard|Today|Weekly|Magazine|Wire)\b"
)
_BRACKETED = re.compile(r"\((?P<name>[^,;()]{2,40})(?:[,;][^()]*)?\)")


def _asking_outlet(r: SourceSpan, turn: Turn, words: str) -> Source | None:
    """Reads "Question (Courier)", "QUESTION (TPB, through the interpreter)": the outlet asks."""
    match = _BRACKETED.search(words)
    ids = {n.actor for n in r.cast.registry.named(match["name"].strip())} if match else set()
    actor = r.cast.registry.actor(ids.pop()) if len(ids) == 1 else None
    if actor is None or actor.kind != "outlet":
        return None
    return made(actor, "named", kind_of(actor), (turn.label,), "rule:question", 0.8)


def _outlet(r: SourceSpan, turn: Turn, bare: str) -> Source | None:
    """A journalist by outlet and family name ("Courier, Brandt"): the outlet asks."""
    outlet, comma, name = bare.partition(", ")
    if not comma or len(name.split()) > 3:
        return None
    ids = {n.actor for n in r.cast.registry.named(outlet)}
    actor = r.cast.registry.actor(ids.pop()) if len(ids) == 1 else None
    if actor is None or actor.kind != "outlet":
        return None
    return made(actor, "named", kind_of(actor), (turn.label,), "rule:label", 0.8)


def _body(r: SourceSpan, turn: Turn, bare: str) -> Source | None:
    """A ministry or office of a state: "Foreign Ministry of Norland"."""
    body = r.cast.body_named(bare, _state(r, bare)) if role_of(bare.lower()) is None else None
    return made(body, "named", "body", (turn.label,), "rule:label", 0.85) if body else None


def _person(r: SourceSpan, turn: Turn, bare: str, more: str) -> Source | None:
    name = _TITLE.sub("", bare) if _TITLE.match(bare) else bare
    known = _of_article(r, turn, name) or _of_registry(r, turn, name) or _at_its_end(r, turn, name)
    state = (_state(r, more) or _state_of_paper(r, more)) if more else None
    if known is not None:
        actor, evidence, confidence = known
        kind = kind_of(actor)
        if state is not None and r.cast.registry.actor(actor.id) is None:
            actor = replace(actor, country=state.country)
            r.cast.served[actor.id] = state
        source = made(actor, "named", kind, evidence, "rule:label", confidence)
        return replace(source, role=role_of(f"{bare} {more}".lower()))
    if state is None and role_of(more.lower()) == "spokesperson":
        state = r.cast.home  # whose transcript it is
    role = role_of(bare.lower())
    if role is not None and name != bare and not _names(name):
        found = holder(r.cast, role, state, r.day, turn.label.start)
        if found.actor is not None:
            source = made(
                found.actor, "title", "person", (turn.label,), "rule:label", found.confidence
            )
            return replace(source, role=role, country=state)
    alone = len(_names(name)) < 2 and not (more and turn.kind == "speaker")
    # "OSSENDORP" in the transcript of a government: one of its own spokespeople.
    if alone and not (bare.isupper() and name == bare and r.cast.home and " " not in bare):
        return None
    actor = unknown_person(_cased(_behind_title(name)))
    state = state or (r.cast.home if alone else None)
    if state is not None:
        actor = replace(actor, country=state.country)
        r.cast.served.setdefault(actor.id, state)
    source = made(actor, "named", "person", (turn.label,), "rule:label", 0.8)
    return replace(source, role=role_of(f"{bare} {more}".lower()), country=state)


def _at_its_end(
    r: SourceSpan, turn: Turn, name: str
) -> tuple[Actor, tuple[Span, ...], float] | None:
    """Reads "PRESIDENT OF NORLAND ADA BROOK": a title with its state, and the name behind it."""
    parts = name.split()
    titled = ANY_TITLE.search(_label(r, turn)) or _state(r, _cased(name))
    for size in (3, 2, 1) if titled else ():
        if len(parts) > size:
            last = " ".join(parts[-size:])
            known = _of_article(r, turn, last) or _of_registry(r, turn, last)
            if known is not None:
                return known
    return None


def _behind_title(words: str) -> str:
    """The name of one whom nobody knows, without the title before it.

    >>> _behind_title("NORLAND CHANCELLOR ADA BROOK"), _behind_title("Ada Brook")
    ('ADA BROOK', 'Ada Brook')
    """
    found = list(ANY_TITLE.finditer(words))
    name = words[found[-1].end() :].strip() if found else ""
    return name if len(name.split()) >= 2 else words


def _of_article(
    r: SourceSpan, turn: Turn, name: str
) -> tuple[Actor, tuple[Span, ...], float] | None:
    """The one person of the article whose name, or family name, this is."""
    wanted = _folded(name)
    if not wanted:
        return None
    found: dict[str, Mention] = {}
    for held, mention in _persons_by_word(r.cast).get(wanted[-1], []):
        if wanted == held or (len(wanted) == 1 and wanted[0] in held[-2:]):
            found.setdefault(mention.actors[0].id, mention)
    if len(found) != 1:
        return None
    mention = next(iter(found.values()))
    return mention.actors[0], (turn.label, mention.span), 0.9


def _persons_by_word(cast: Cast) -> dict[str, list[tuple[list[str], Mention]]]:
    """Word of a name, small -> each person of the article with it, by the first mention."""
    if cast.by_name_word is None:
        cast.by_name_word = {}
        seen: set[str] = set()
        for mention in cast.draft.mentions:
            if mention.kind != "person" or len(mention.actors) != 1 or mention.form == "surname?":
                continue
            if mention.actors[0].id in seen:
                continue
            seen.add(mention.actors[0].id)
            held = _folded(mention.actors[0].name)
            for word in dict.fromkeys(held) if len(held) > 1 else ():
                cast.by_name_word.setdefault(word, []).append((held, mention))
    return cast.by_name_word


def _of_registry(
    r: SourceSpan, turn: Turn, name: str
) -> tuple[Actor, tuple[Span, ...], float] | None:
    """The one actor that bears the name, in capitals or not."""
    for form in (name, _cased(name)):
        ids = {n.actor for n in r.cast.registry.named(form)}
        if len(ids) == 1 and (actor := r.cast.registry.actor(ids.pop())) is not None:
            return actor, (turn.label,), 0.9
    return None


def _state(r: SourceSpan, words: str) -> Actor | None:
    """The state named beside a label: "(Tormark)", "(Kalmeria's permanent representative)"."""
    for part in re.findall(r"[A-Z][\w-]+(?: [A-Z][\w-]+)*", words):
        for name in r.cast.registry.named(part):
            actor = r.cast.registry.actor(name.actor)
            if actor is not None and actor.kind == "state":
                return actor
    return None


def _state_of_paper(r: SourceSpan, words: str) -> Actor | None:
    """ "Lars Venning, Halvik Courier": the state of the outlet that he asks for."""
    for name in r.cast.registry.named(words):
        outlet = r.cast.registry.actor(name.actor)
        if outlet is not None and outlet.kind == "outlet" and outlet.country:
            return r.cast.registry.state(outlet.country)
    return None


def _names(name: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w'’-]+", name)


def _folded(name: str) -> list[str]:
    return [plain(word).casefold() for word in _names(name)]


def _cased(name: str) -> str:
    """A name in capitals as it is written elsewhere.

    >>> _cased("SUNNIVA ROELE"), _cased("Ned Price")
    ('Sunniva Roele', 'Ned Price')
    """
    return " ".join(w.title() if w.isupper() and len(w) > 2 else w for w in name.split())
