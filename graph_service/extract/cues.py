"""Which words are cues of attribution.

Owns the lexicon: forms to lemmas, and what kind of cue a lemma is.
"""

from __future__ import annotations

from functools import cache

from graph_service.extract.inflect import forms
from graph_service.extract.wordlists import words

SPEECH = words(
    """
    say tell write ask add announce argue assert call caution charge claim comment complain
    concede confirm contend criticize criticise declare demand deny describe disclose emphasize
    emphasise explain insist joke mention note observe pledge proclaim promise propose quip read
    recall recount reply report respond reveal speak state stress suggest testify talk tweet urge
    vow warn acknowledge admit allege accuse condemn continue remark shout reiterate reaffirm
    repeat predict conclude estimate indicate inform assure remind advise recommend request appeal
    plead blame blast slam denounce decry deplore lament hail praise applaud laud welcome thank
    congratulate commend apologize apologise mock ridicule dismiss reject rebuff refute dispute
    question challenge defend endorse boast brag muse opine speculate theorize posit maintain
    counter retort rebut echo cite quote point signal hint imply stipulate specify outline underline
    underscore highlight affirm attest avow profess swear bemoan vent fume rant rail chide scold
    rebuke reprimand castigate excoriate lambast lambaste assail attack label brand dub term
    characterize characterise portray depict liken compare tout divulge relate narrate detail
    clarify elaborate interject exclaim chant scream yell whisper mutter murmur mumble gush crow
    sniff groan sigh laugh enthuse text email blog post retweet order instruct direct command
    encourage exhort implore beg beseech press counsel advocate forecast foretell guarantee certify
    express voice convey communicate address discuss raise refer reference allude object protest
    answer identify list present lay credit react derogate deride lash spell telegraph counter
    condole mourn felicitate greet extend lodge sympathise sympathize underplay
    exclude utter recite critique reassure bash articulate trash savage reason preach
    threaten offer invite agree disagree notify caution vouch summarize summarise comment
    enquire inquire confide
    """
)
ACT = words(
    """
    oppose support back refuse decline rule decide vote approve pass sign nominate name appoint
    issue release unveil publish deliver give make put push share include ignore title sound focus
    embrace determine file introduce promote champion celebrate accept allow distance balk adopt
    follow require persuade convince attribute cheer debate boo acquiesce brush opt spar project
    guess reckon find show learn see hear demonstrate verify paint cast broadcast trumpet whine snap
    favour favor select choose pick invoke raise consider restrict press lobby summon snub
    petition sue block ban threaten resist weigh lean commit agree concur aim work try attempt
    draw take hit go turn keep explore examine investigate study analyze measure rate rank poll
    survey chastise honor honour salute toast heckle jeer taunt insult tease needle disavow
    reflect enjoy expose interpret notice contemplate impose downplay frame contradict align
    discover prohibit establish circulate dwell admire illustrate herald veto overturn understate
    repudiate renounce abandon drop withdraw suspend cancel postpone delay schedule set
    """
)
ATTITUDE = words(
    """
    believe think hope want wish fear worry expect doubt know feel suspect consider regard view
    understand realize realise recognize recognise prefer like love hate dislike trust mistrust
    assume presume suppose imagine intend plan seek mean aim favor favour need desire crave
    dread wonder ponder anticipate await appear seem look regret foresee envision
    deem judge perceive sense figure dream remember forget care worry bother anger upset
    impress convince surprise shock rattle trouble alarm please
    """
)
DIPLOMATIC = words(
    """
    undertake appreciate expound entreat moot float flag mandate task entrust reassert restate
    reconfirm deprecate propound spurn impugn upbraid berate forewarn prod pressure cajole
    enjoin demur hector fault scoff reassure bear resolve rejoin
    """
)
"""Verbs of speech in texts about states, seldom ones elsewhere."""
ADJECTIVES = words(
    """
    aware confident skeptical sceptical convinced concerned eager willing unclear hopeful clear
    certain sure unsure afraid worried optimistic pessimistic angry upset proud happy glad
    disappointed surprised wary reluctant unwilling interested determined adamant critical
    supportive opposed ready prepared committed bent likely unlikely poised set expected known
    pleased grateful mindful
    """
)
FELT = words(
    "alarmed shocked saddened outraged appalled dismayed troubled disturbed encouraged heartened"
    " horrified stunned puzzled"
)
"""Feelings that look like a passive: "was alarmed by the raid"."""
NOUNS = words(
    """
    criticism endorsement decision support opposition assertion suggestion allegation allegations
    argument announcement concern concerns proposal proposals complaint complaints stance message
    belief accusation accusations claim claims statement statements promise promises pledge call
    calls plan plans view views opinion question questions comment comments remark remarks warning
    warnings assessment conclusion hope hopes fear fears demand demands request refusal rejection
    denial admission acknowledgment description declaration report reports vow threat insistence
    contention advice idea goal desire intention vision position positions attack attacks praise
    defense response tweet approval recommendation prediction estimate speculation notion suspicion
    rhetoric doubts doubt commitment condemnation plea pleas appeal appeals offer offers charge
    charges assurance assurances invitation message messages line answer reply verdict point
    explanation advice ultimatum condemnation apology signal signals hint hints reassurance
    reassurances objection objections protest protests testimony confirmation boast retort
    """
)
SPOKEN = words(
    """
    call calls demand demands request requests offer offers plea pleas appeal appeals proposal
    proposals promise promises pledge claim claims charge charges allegation allegations
    accusation accusations warning warnings assurance assurances denial threat vow
    invitation protest protests condemnation criticism insistence assertion assertions suggestion
    suggestions complaint complaints announcement message messages apology signal signals hint hints
    reassurance reassurances objection objections statement statements remarks comments
    declaration confirmation testimony boast boasts ultimatum
    """
)
"""Nouns for something that somebody has said."""
UNSOURCED = words("reportedly allegedly supposedly purportedly apparently so-called seemingly")
INVERTING = words(
    """
    say write ask add report tweet read explain argue reply respond note recall declare continue
    observe state announce remark joke shout quip conclude insist tell complain warn exclaim
    according claim predict counter retort caution concede admit acknowledge suggest confirm
    assert contend lament muse snap rejoin
    """
)
TELLING = words("tell inform remind assure notify")
"""Verbs whose object is the one who is told and no part of the words."""
SAYING = words(
    "say tell write announce explain argue report state declare testify tweet add insist note"
    " complain suggest claim assert warn acknowledge admit reiterate repeat stress emphasize"
    " believe"
)
"""Verbs that take "that" after a phrase ("said in Geneva that")."""


@cache
def lexicon() -> dict[str, tuple[tuple[str, str], ...]]:
    """form -> ((lemma, tag), ...)."""
    table: dict[str, dict[tuple[str, str], None]] = {}
    for lemma in sorted(SPEECH | ACT | ATTITUDE | DIPLOMATIC):
        for form, tag in forms(lemma):
            table.setdefault(form, {})[lemma, tag] = None
    for adjective in sorted(ADJECTIVES | FELT):
        table.setdefault(adjective, {})[adjective, "adj"] = None
    for noun in sorted(NOUNS):
        table.setdefault(noun, {})[noun, "noun"] = None
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
