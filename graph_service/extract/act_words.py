"""What the words of a statement do where its cue does not say: the table of patterns.

Owns which words judge, warn, threaten, promise or deny. What a cue does, and when the words are
asked at all, is `acts`.
"""

from __future__ import annotations

import re

_BAD = (
    r"unacceptable|regrettable|deplorable|unconscionable|cynical|outlaw|indefensible|inexcusable"
    r"|unforgivable|outrageous?|shameful|disgrace\w*"
    r"|irresponsible|reckless|barbaric|cowardly|heinous|despicable|illegal|unlawful|dangerous"
    r"|provocation|provocative|betrayal|(?:historic |grave |serious )?mistake|crime|aggressive"
    r"|disproportionate|an? (?:insult|affront|farce|sham|outrage)|hypocri\w+|bore? (?:\w+ )*"
    r"responsibility|to blame|(?:act of )?treason|(?:direct )?affront|cowardice|arrogance"
    r"|bad deal|burglary|theft|robbery|blunder|folly|madness|insane|foolish|stab in the back|coward"
    r"|clown|tyrant|dictator|thugs?|criminals?|murder(?:ers?)?|naive|short-sighted|spineless|petty"
    r"|interference|aggression|appeasement|blackmail|extortion|inhuman\w*|cruel\w*|scandal\w*"
    r"|counterproductive|unhelpful|unjustified|unfair|undemocratic|unjust|disappointing|disturbing"
    r"|shocking|appalling|incomprehensible|intolerable|selfish|illegitimate|discriminatory"
    r"|one-sided"
    r"|humiliating|harmful|hollow|(?:blatant |flagrant |clear |gross )?violation|double standards"
    r"|collective punishment|pretext|empty gesture|step back(?:wards?)?|slap in the face|puppets?"
)
_GOOD = (
    r"courageous|welcome|milestone"
    r"|breakthrough|encouraging|constructive|(?:good|positive) (?:step|news"
    r"|sign)|step in the right direction|historic|commendable|exemplary"
)
ABSURD = (
    r"absurd|untrue|false|baseless|groundless|unfounded|ridiculous|nonsense|fabricat\w+|fiction"
    r"|invented|an? (?:lie|invention)|lies"
)
# What the words, in lower case, do where the cue is neutral ("say", "according to").
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (act, re.compile(pattern))
    for act, pattern in (
        ("decline-comment", r"^[\W_]*no comment\b|\bnot aware of the situation\b|\brefer you to\b"
         r"|\b(?:no|any) (?:further |more )?(?:information|comment) to (?:share|offer|make)\b"),
        ("decline-comment", r"\bnot going to (?:speak for|comment|speculate|discuss|get into)\b"
         r"|\bnothing (?:further |more )?to (?:add|announce|say)\b"
         r"|\b(?:i|we|he|she|they|it) (?:do|does|did|will|would|can|could)(?:n['’]t"
         r"| ?not) (?:wish to |want to "
         r"|like to )?(?:comment|speculate|answer (?:questions|that)|go into)\b"
         r"|\brather not (?:comment|say|speculate|go into)\b"),
        ("deny", r"\b(?:they|that|this|it|those|these|reports?|claims?|allegations?|accusations?"
         r"|rumou?rs?|stor(?:y|ies))(?:['’](?:s|re)| is| are| was| were) "
         r"(?:\w+ly )?(?:false|untrue|not (?:true|so|the case)|nonsense|an? lie|lies|fiction)\b"
         r"|^[\W_]*(?:that )?no \w+ (?:hit|was|were|has|had|struck|crossed|took|left)\b"
         r"|\b(?:had|has|have) (?:shared|received|sent|made|given|offered|seen|heard of) no\b"
         r"|\b(?:knows?|knew) of no\b|\bnot aware of any such\b"
         r"|^[\W_]*(?:that )?[^.,]{0,60}\b(?:had|has|have) not been (?:hit|struck|shot|informed"
         r"|asked|told)\b"
         r"|^[\W_]*(?:that )?(?:i|we|he|she|they) never\b"),
        ("thank", r"\bthank you (?:\w+ )?for (?:the|your|this|all)\b|\b(?:i|we) (?:want|wish"
         r"|would like)"
         r" to thank\b|^[\W_]*(?:that )?(?:(?:i|we|he|she|they|it) )?(?:(?:thanks?|thanked)\b"
         r"|(?:is|was|are|were|am) (?:\w+ly )?grateful\b)"),
        ("threaten", r"\b(?:will|would|shall) (?:retaliate|strike back|hit back|take revenge"
         r"|(?:respond|react|answer) (?:in kind|harshly|forcefully|with force|decisively|firmly)"
         r"|be (?:met|answered) (?:with|by)|take (?:counter-?measures|retaliatory))\b"
         r"|\b(?:will|would|shall) (?:review|reconsider|suspend|cut|withdraw|halt|stop|end"
         r"|expel)\b.*\bunless\b"
         r"|\b(?:will|would|shall) (?:answer (?:any|every|each)|be answered|go unpunished"
         r"|step in if"
         r"|be treated as|remember this)\b|\bsend (?:him|her|them|it) the bill\b"
         r"|\breserve[sd]? the right to (?:respond|retaliate|react|answer|act)\b"
         r"|\bpay (?:a|the) (?:\w+ )?price\b"),
        ("warn", r"\b(?:will|would) hold .{1,50} (?:responsible|accountable)\b|\bred line\b"
         r"|\bthreaten(?:s|ed)? (?:an? |the |to )|\bplay(?:s|ing|ed)? with fire\b|\bperish\b"
         r"|\b(?:will|would) be an? (?:terrible|dangerous|bad|grave|fatal) (?:precedent|signal"
         r"|step)\b"
         r"|\brisk(?:s|ed|ing) \w+ing\b|\bany (?:further |more )?(?:delay|step|attack|attempt"
         r"|move)s?\b"
         r".{0,60}\b(?:will|would)\b|\b(?:will|would|could|may|might) (?:end up|plunge|spiral"
         r"|spill over"
         r"|backfire|drag|escalate|send (?:\w+ )?wrong)\b|\bno more time\b"
         r"|\btime is running out\b"),
        ("apologise", r"\b(?:apologi[sz]es?d?|(?:is|was|are|were|am) (?:deeply |very )?sorry)\b"),
        ("condole", r"\bcondolences?\b"),
        ("question", r"\b(?:would like|wants?|wanted) to know (?:whether|if|why|how|when|what)\b"),
        ("express-concern", r"\b(?:is|was|are|were|am|be|feels?|felt) (?:\w+ )?(?:\w+ly )?"
         r"(?:concern|worri|alarm|disappoint|dismay|sadden|trouble)(?:e?d)\b"
         r"|\b(?:worrie[ds]|alarmed|alarms|disappointed|troubled) (?:him|her|them|us|me|it)\b"),
        ("reject", r"\b(?:will|would|can|could|shall|does|do|did) (?:not|never) (?:\w+ )?"
         r"(?:accept|recogni[sz]e|sign|agree|tolerate|negotiate|bow|yield|surrender|favou?r"
         r"|support)"
         r"|\b(?:will|would) sign nothing\b|\bwon['’]t (?:accept|sign|agree|tolerate)\b"),
        ("support", r"\b(?:stands?|stood) (?:by|with|behind|shoulder to shoulder)\b"
         r"|\b(?:in )?(?:full )?solidarity with\b"),
        ("condemn", rf"\b(?:is|was|are|were|as|been|called|appears?) (?:an? |the "
         rf"|\w+ly )*(?:{_BAD})\b"
         r"|\bno (?:moral |legal )?right to\b|\b(?:should|ought) never (?:to )?have\b"
         r"|\b(?:has|have|had)? ?fail(?:ed|ing|s)? (?:in (?:its|his|her|their)|to (?:shoulder"
         r"|live up"
         r"|protect|act|deliver|honou?r|uphold|condemn|keep|respond|stop|prevent|fulfil|meet"
         r"|take))\b"
         r"|\bhas only (?:itself|himself|herself) to blame\b"),
        ("accuse", r"\b(?:lied|lying to|deceiv(?:ed|es?|ing)|cheat(?:ed|s|ing)|stole|stealing"
         r"|betray(?:ed|s"
         r"|ing)|smuggling|meddl(?:ed|es|ing)|sabotag(?:ed|es|ing)|murdered|bribed|tortured"
         r"|kidnapped"
         r"|rigged|bully(?:ing)?|bullied|held? (?:\w+ )?hostage|spied|spying|slept through"
         r"|turned a blind eye"
         r"|put(?:ting)? (?:\w+ ){1,4}(?:in danger|at risk)"
         r"|(?:had|has|have) (?:deliberately|wilfully|knowingly|repeatedly) (?!said|denied|called"
         r"|asked))\b"
         r"|\b(?:is|are|were) (?:spies|terrorists|traitors|front men)\b"
         r"|\bstood with \w.{1,30} against\b"),
        ("reject", r"\b(?:could|can) ?not associate|\bout of the question\b"),
        ("warn", r"\b(?:will|would|could|may|might|can) (?:only )?"
         r"(?:lead to (?:\w+ )?(?:war|escalation|conflict|chaos)"
         r"|trigger|provoke|cause"
         r"|spark|ignite|undermine|jeopardi[sz]e|endanger|destabili[sz]e|deal an? \w+ blow"
         r"|have (?:\w+ )?consequences|be (?:an? )?(?:disaster|catastrophe|catastrophic))"),
        ("demand", r"\b(?:must|has to|have to|had to|demands?|demanded)\b"
         r"|^[\W_]*(?:stop|end|release|free|withdraw|leave|lift|publish) "
         r"(?:\w+ing|the|our|us|your|all|them|him|her|it)\b"),
        ("urge", r"\b(?:should|ought to|calls? (?:on|for)|called (?:on|for)|urges?|urged)\b"),
        ("deny", r"^[\W_]*(?:that )?nothing of the (?:kind|sort)\b"),
        ("deny", r"^[\W_]*(?:that )?(?:there (?:is|was|were|are|has been"
         r"|had been) no(?:thing)?(?! (?:more"
         r"|other|need for (?:\w+ )?(?:worry|panic|alarm)|way|time|change|choice|alternative"
         r"|longer|doubt"
         r"|reason|turning|substitute|military|excuse)\b)"
         r"|(?:i|we|he|she|they|it) (?:have|has|had) never|no such)\b|[“\"]there (?:is|was) no\b"),
        ("pledge", r"\b(?:is|are|was|were) (?:ready|prepared|willing) (?:for|to)\b"
         r"|\b(?:is|are|was|were|remain(?:s|ed)?) (?:\w+ly )?committed to\b"
         r"|\b(?:will|would) (?:see to it|honou?r|spare no|do everything)\b"
         r"|\b(?:will|would|['’]ll) (?:continue|go on|keep on|do (?:its|his|her|their|all))\b"),
        ("announce", r"\b(?:is|was|are|were) (?:resigning|stepping down)\b|\bwe (?:will now take"
         r"|have time for)"
         r" |^[\W_]*(?:good (?:morning|afternoon|evening)|afternoon|morning)\b.*\b(?:will|leaves?"
         r"|receives?|is to"
         r"|pays?)\b|^[\W_]*(?:that )?(?!it |he |she |they |we |i |you |this |that |such |any "
         r"|no )(?:[\w’'.-]+,? )"
         r"{1,8}?(?:will|would) (?:strongly )?(?:re-?open|close|move|expel|recall|withdraw"
         r"|call for|join|send|deploy"
         r"|release|publish|travel|visit|pay an? (?:\w+ )?visit|receive|host|lift|impose)\b"),
        ("announce", r"^[\W_]*(?:that )?(?:(?:his|her|its|their|our) (?:country|government|party"
         r"|army|ministry)|it) (?:will|would (?:leave|withdraw|join|open|close))\b"
         r"(?! (?:not|be|have|never)\b)"),
        ("pledge", r"^[\W_]*(?:that )?(?:it|he|she|they|we|i)(?: will|[’']ll| would) "
         r"(?!be\b|have\b|not\b|like\b)"),
        ("express-hope", r"^[\W_]*(?:that )?(?:it|he|she|they|we|i) (?:hopes?d?|looks? forward)\b"
         r"|^[\W_]*(?:that )?(?:(?:his|her|its|their|our|the) )?[\w’'-]+ (?:\w+ )?hope[sd]\b"),
        ("urge", r"\bexpect(?:s|ed) [\w’'-]+ to (?!be\b|have\b)"),
    )
)  # fmt: skip
VERDICTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (act, re.compile(rf"\b(?:{pattern})\b"))
    for act, pattern in (
        ("reject", ABSURD),
        ("condemn", _BAD + r"|attempt to|poison|tyranny|mafia|cliques?"),
        ("warn", r"risks?|dangers?|threats?"),
        ("support", _GOOD + r"|beautiful|victory|triumph|success"),
    )
)
TURNED_DOWN = re.compile(
    r"\b(?:demands?|proposals?|offers?|terms|conditions?|requests?|ultimatum|claims?|plans?"
    r"|warnings?"
    r"|threats?)\b.{0,60}\b(?:unacceptable|outrageous|unrealistic|unworkable|empty|hollow"
    r"|meaningless"
    r"|worthless|insufficient|inadequate|non-?starter|out of the question)\b"
)
"""A verdict on what somebody asked or offered turns it down ("called the demand unacceptable")."""
TRIGGERS = (
    "apolog", "sorry", "condol", "concern", "worri", "alarm", "must", "as to", "ad to", "ave to",
    "demand", "should", "ought", "call", "urge", "will", "’ll", "'ll", "would", "hope", "look",
    "no comment", "disappoint", "dismay", "sadden", "trouble", "alarm", "not ", "never", "won't",
    "stand", "stood", "solidarity", "is ", "was ", "are ", "were ", "as ", "been ", "no such",
    "there ", "thank", "grateful", "could", "cannot", "may ", "might ", "can ", "out of the q",
    "refer you", "to share", "not aware", "going to", "nothing", "’s ", "'s ", "’re ", "'re ",
    "fail", "risk", "any ", "no ", "lied", "lying", "deceiv", "cheat", "stole", "steal", "betray",
    "smuggl", "meddl", "sabotag", "murder", "bribed", "tortured", "kidnap", "rigged", "bull",
    "hostage", "spied", "spying", "slept", "blind eye", "in danger", "deliberately", "wilfully",
    "knowingly", "repeatedly", "send ", "sent ", "good ", "morning", "afternoon", "take questions",
    "have time", "perish", "play", "thank you", "rather not", "appears",
    "reserve", "pay ", "stop ", "end ", "release ", "free ", "withdraw ", "leave ", "lift ",
    "publish ", "red line", "threaten", "remain", "expect",
)  # fmt: skip
"""A cheap look before the patterns: one of these stands in all words that they match."""
NEUTRAL_WARNING = re.compile(
    r"\b(?:will|would) (?:face|suffer|pay (?:a|the) price)\b|\bconsequences\b"
)
