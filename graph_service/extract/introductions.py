"""How a cast begins: what the names of an article and the words beside them tell of each person.

Owns the first look over all mentions: gender, posts, titles and the state of each person, the
registry's holder of a post under another form of the name, and the state of the publisher.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.actors.names import plain
from graph_service.actors.registry import Registry
from graph_service.extract.cast import Cast
from graph_service.extract.draft import Draft, Mention
from graph_service.extract.given_names import gender_of_name
from graph_service.extract.states_told import (
    as_counterpart,
    datelines,
    right_beside,
    state_beside,
)
from graph_service.extract.titles import own_lead
from graph_service.model import Actor, Article, Span


def cast_of(article: Article, draft: Draft, registry: Registry) -> Cast:
    """The cast before anybody has spoken."""
    cast = Cast(article, draft, registry)
    cast.home = _publishing_state(cast)
    cast.datelines = datelines(cast)
    cast.united_nations = _UNITED_NATIONS.search(f"{article.publisher} {article.text}") is not None
    heading = article.text[:300].strip().partition("\n")[0]
    cast.joint_paper = not heading.endswith(".") and _JOINT_PAPER.search(heading) is not None
    if _OF_BODY.search(_headings(article.text[:300])):
        cast.paper_body = _body_of_paper(cast)
    _know_by_post(cast)
    for mention in cast.draft.mentions:
        if mention.kind == "person" and len(mention.actors) == 1:
            _introduce(cast, mention)
    for mention in cast.draft.mentions:
        if mention.kind == "person" and len(mention.actors) == 1:
            actor = mention.actors[0]
            # What the article's titles show comes before what the given name tells.
            if actor.id not in cast.gender and (known := gender_of_name(actor.name)):
                cast.gender[actor.id] = known
    return cast


def _introduce(cast: Cast, mention: Mention) -> None:
    """What one place in the text tells of a person."""
    actor = mention.actors[0]
    words = _title(cast, mention)
    if actor.id not in cast.people:
        posts = cast.registry.posts_on(actor.id, cast.article.published)
        words = " ".join((words, *(post.label for post in posts)))
    cast.people.setdefault(actor.id, mention.span.start)
    if _elsewhere(cast, mention, words):
        cast.elsewhere.add(actor.id)
    plain_words = _FIRST_AMONG.sub(" ", words.lower().replace("prime minister", ""))
    if dignity := _DIGNITY.search(cast.text[max(0, mention.span.start - 20) : mention.span.start]):
        plain_words = f"{plain_words} {_SHORT.get(dignity[1], dignity[1].lower())}"
    for word in set(re.findall(r"[a-z]{4,}", plain_words)):
        cast.by_title_word.setdefault(word, []).append(mention)
    if mention.gender:
        cast.gender.setdefault(actor.id, mention.gender)
    if mention.role:
        cast.roles.setdefault(actor.id, set()).add(mention.role)
        if not _holds_none(cast, mention):
            cast.by_role.setdefault(mention.role, []).append(mention)
        state = state_beside(cast, mention)
    else:
        state = right_beside(cast, mention) or as_counterpart(cast, mention)
    if state is not None:
        cast.served.setdefault(actor.id, state)


_NO_LEADER = re.compile(
    r"\b(?:opposition|party|rebel|protest|union|strike|student|religious|tribal|community|faction"
    r"|guerrilla|militia|labou?r|church|parliamentary|group|coalition)(?:[’']s)?\s(?:leader|chief)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:then|former|ex|one-time|ousted|deposed|late)[\s-](?:\w+\s){1,4}\Z", re.I)


def _holds_none(cast: Cast, mention: Mention) -> bool:
    """The title is of another time, or of no state: "then president X", "opposition leader X"."""
    lead = cast.text[max(0, mention.span.start - 45) : mention.span.start]
    behind = cast.text[mention.span.end : mention.span.end + 60].partition(".")[0]
    if mention.role == "leader" and (_NO_LEADER.search(lead) or _NO_LEADER.search(behind)):
        return True
    return _THEN.search(lead) is not None


_FIRST_AMONG = re.compile(r"\bchief\s(?=spokes|negotiator|executive|diplomat|of\sstaff|envoy)")
_DIGNITY = re.compile(
    r"\b(Ayatollah|Sheikh|Pope|Archbishop|Bishop|Cardinal|Patriarch|Imam|Rabbi|General|Admiral|Colonel"
    r"|Senator|Judge|King|Queen|Prince|Emir|Sultan|Captain|(?:Gen|Sen|Col|Adm|Capt|Rep|Gov|Amb)(?=\.))"
    r"\.?\s\Z"
)
_SHORT = {
    "Gen": "general",
    "Sen": "senator",
    "Col": "colonel",
    "Adm": "admiral",
    "Capt": "captain",
    "Rep": "congressman",
    "Gov": "governor",
    "Amb": "ambassador",
}
_UNITED_NATIONS = re.compile(
    r"\b(?:Security Council|General Assembly|UN News|U\.?N\.? Press|SECURITY COUNCIL"
    r"|GENERAL ASSEMBLY)\b"
)
_JOINT_PAPER = re.compile(
    r"\b(?:joint|common|trilateral|tripartite)\s(?:press\s)?(?:statement|declaration|communiqu[eé]"
    r"|vision|document|announcement|conclusions|action plan)"
    r"|\b(?:statement|declaration) (?:by|of) the"
    r" (?:president|prime minister|leaders|heads|foreign ministers)",
    re.IGNORECASE,
)
_OF_BODY = re.compile(r"\b(?:communiqu[eé]|declaration|conclusions|chair[’']s statement)\b", re.I)
_INTERNATIONAL = frozenset(
    ("international_organisation", "eu_body", "un_body", "intergovernmental_forum")
)


def _headings(opening: str) -> str:
    """The lines of an opening that are no sentences."""
    return " | ".join(line for line in opening.split("\n") if line[-1:] not in (".", "”", '"'))


_MEETS = re.compile(
    r"(?:[’']s?)?\s+(?:was held|met\b|held\b|convened|leaders|ministers|summit|meeting|heads of"
    r" state)",
    re.IGNORECASE,
)


def _body_of_paper(cast: Cast) -> Actor | None:
    """The first international body that the opening of a communique names as meeting."""
    for mention in cast.mentions_in(Span(0, min(len(cast.text), 900))):
        actor = mention.actors[0]
        if len(mention.actors) != 1 or cast.registry.type_of(actor.id) not in _INTERNATIONAL:
            continue
        if _MEETS.match(cast.text, mention.span.end):
            return actor
    return None


_NO_STATE = re.compile(
    r"\b(?:analyst|expert|professor|scholar|fellow|researcher|historian|economist|author|lawyer"
    r"|correspondent|columnist|journalist|reporter|editor|director|rapporteur|envoy|ambassador"
    r"|commissioner|mediator|executive|archbishop|bishop|cardinal|secretary[- ]general|U\.?N\.?"
    r"|European|international(?!\s(?:relations|affairs|co-?operation|trade|development|security)))\b",
    re.IGNORECASE,
)


def _elsewhere(cast: Cast, mention: Mention, title: str) -> bool:
    """Whose state the place of the story does not tell: an analyst, an envoy, a mediator."""
    lead = re.split(
        r"[.;:“”\"\n]", cast.text[max(0, mention.span.start - 60) : mention.span.start]
    )[-1]
    around = Span(mention.span.start - len(lead), min(len(cast.text), mention.span.end + 100))
    named = cast.mentions_in(around)
    bodies = (m for m in named if m.kind in ("organisation", "outlet") and len(m.actors) == 1)
    behind = cast.text[mention.span.end : mention.span.end + 90]
    apposed = re.match(r",\s[^,.;“”\"\n]{3,90}", behind)
    words = f"{title} {apposed[0] if apposed else ''}"
    return (
        bool(_NO_STATE.search(words))
        or any(
            m.actors[0].country is None
            and m.span.end <= mention.span.end + len(words)
            and "," not in cast.text[m.span.end : mention.span.start].rstrip(" ,")
            for m in bodies
        )
        or any(
            m.kind == "person"
            and m is not mention
            and len(m.actors) == 1
            and cast.international(m.actors[0], cast.article.published)
            and m.span.end <= mention.span.end + len(apposed[0] if apposed else "")
            and m.span.start > mention.span.end
            for m in named
        )
    )


def _publishing_state(cast: Cast) -> Actor | None:
    """The state of a publisher that is a state or one of its bodies; None for outlets."""
    states: dict[str, Actor] = {}
    of_state = False
    for _, names in cast.registry.names_in(cast.article.publisher or ""):
        for name in names:
            actor = cast.registry.actor(name.actor)
            if actor is None or actor.kind in ("outlet", "person"):
                return None
            state = cast.registry.state(actor.country or actor.id)
            if state is not None:
                states[state.id] = state
                of_state = of_state or actor.kind == "organisation"
    official = re.search(
        r"\b(?:Ministry|Department|Office|House|Palace|Presiden\w+|Chancell\w+|Government|Embassy"
        r"|Cabinet|Kremlin|Mission)\b",
        cast.article.publisher or "",
    )
    return next(iter(states.values())) if len(states) == 1 and (official or of_state) else None


def _title(cast: Cast, mention: Mention) -> str:
    """The words of the title right before a name, of one set off by a comma, or after it."""
    lead = cast.text[max(0, mention.span.start - 80) : mention.span.start]
    cut = max(lead.rstrip(" ,").rfind(mark) for mark in '.;:,“”"\n(') + 1
    before = re.search(r"(?:\A|\b(?:the|its|his|her|an?)\s|[’']s\s)([^,]*),\s*\Z", lead[cut:])
    after = re.match(
        r",\s(?:the|an?|[A-Z])[^,.;“”\"\n]{3,70}",
        cast.text[mention.span.end : mention.span.end + 75],
    )
    words = own_lead(lead[cut:])[-45:] if mention.role else before[1] if before else ""
    return f"{words} {after[0] if after else ''}"


def _know_by_post(cast: Cast) -> None:
    """Tells the registry's holder of a post under another form of the name.

    "Guyana's president, Irfaan Ali" is the registry's Mohammed Irfaan Ali: the same
    post, state, day and family name.
    """
    same: dict[str, Actor] = {}
    for mention in cast.draft.mentions:
        unknown = len(mention.actors) == 1 and mention.actors[0].id.startswith("actor-x-")
        if not unknown or mention.role is None or cast.registry.actor(mention.actors[0].id):
            continue
        state = state_beside(cast, mention)
        if state is None:
            continue
        family = plain(mention.actors[0].name.split()[-1])
        held = cast.registry.holders(
            mention.role, state.country or state.id, cast.article.published
        )
        known = {a.id: a for a, _ in held if plain(a.name.split()[-1]) == family}
        if len(known) == 1:
            same[mention.actors[0].id] = next(iter(known.values()))
    if same:
        mentions = tuple(
            replace(m, actors=tuple(same.get(a.id, a) for a in m.actors))
            for m in cast.draft.mentions
        )
        cast.draft = replace(cast.draft, mentions=mentions)
