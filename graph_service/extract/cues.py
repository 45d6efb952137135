"""Which words are cues of attribution.

Owns the lexicon: forms to lemmas, and what kind of cue a lemma is.
"""

from __future__ import annotations

from functools import cache

from graph_service.extract.inflect import forms
from graph_service.extract.wordlists import words

SPEECH = words(
    """
    say tell write ask add announce argue assert call caution charge claim comment complain concede
    confirm contend criticize criticise declare demand deny describe disclose emphasize emphasise
    explain insist joke mention note observe pledge proclaim promise propose quip read recall recount
    reply report respond reveal speak state stress suggest testify talk tweet urge vow warn
    acknowledge admit allege accuse condemn continue remark shout reiterate reaffirm repeat
    predict conclude estimate indicate inform assure remind advise recommend request appeal plead
    blame blast slam denounce decry deplore lament hail praise applaud laud welcome thank congratulate
    commend apologize apologise regret mock ridicule dismiss reject rebuff refute dispute question
    challenge oppose defend endorse support back agree disagree refuse decline offer threaten
    boast brag muse opine speculate theorize posit maintain counter retort respond rebut echo
    cite quote point signal hint imply imply stipulate specify outline underline underscore highlight
    affirm attest avow profess swear bemoan bewail vent fume rant rail chide scold rebuke reprimand
    castigate excoriate lambast lambaste assail attack accuse label brand dub term characterize
    characterise portray depict liken compare paint cast hail tout trumpet broadcast publish
    reveal divulge relate narrate detail clarify elaborate interject exclaim chant scream yell
    whisper mutter murmur mumble gush crow sniff snap whine groan sigh laugh chuckle enthuse
    text email blog post retweet telegraph testify swear instruct order direct command summon
    encourage exhort implore beg beseech press lobby counsel invite propose advocate
    forecast project foresee foretell envision guarantee certify verify
    guess reckon
    find show learn see hear demonstrate
    discuss address raise express voice convey communicate deliver issue release unveil
    reference refer allude object protest
    rule decide vote approve pass sign nominate name appoint
    """
)
ATTITUDE = words(
    """
    believe think hope want wish fear worry expect doubt know feel suspect consider regard view
    understand realize realise recognize recognise prefer like love hate dislike trust mistrust
    assume presume suppose imagine intend plan seek mean aim favor favour need desire crave
    dread wonder ponder anticipate await appear seem look
    agree disagree deem judge perceive sense figure dream remember forget
    """
)
INVERTING = words(
    """
    say write ask add report tweet read explain argue reply respond note recall declare continue
    observe state announce remark joke shout quip conclude insist tell complain warn exclaim
    according claim predict
    """
)
TELLING = words(
    "tell inform remind assure ask urge warn advise instruct order notify persuade"
    " convince beg implore exhort encourage invite accuse thank promise show teach"
)


@cache
def lexicon() -> dict[str, tuple[tuple[str, str], ...]]:
    """form -> ((lemma, tag), ...)."""
    table: dict[str, dict[tuple[str, str], None]] = {}
    for lemma in sorted(SPEECH | ATTITUDE):
        for form, tag in forms(lemma):
            table.setdefault(form, {})[lemma, tag] = None
    return {form: tuple(entries) for form, entries in table.items()}


_PLAIN_S = words(
    "says tells believes thinks argues insists adds warns wants knows writes asks suggests explains"
    " contends acknowledges admits announces declares denies describes hopes"
)


@cache
def _finite_forms() -> frozenset[str]:
    past = {
        form
        for form, entries in lexicon().items()
        for lemma, tag in entries
        if tag == "ed" and lemma in SPEECH and form != lemma
    }
    return _PLAIN_S | frozenset(past)


def finite_form(form: str) -> bool:
    """A form that is hardly ever a noun: a reporting verb in the past, or "says" and the like.

    >>> finite_form("said"), finite_form("claims")
    (True, False)
    """
    return form in _finite_forms()
