"""Closed classes of English words that the attribution rules look up.

Owns function words only; cue words with their figures are in `cues.py`.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The set of the words of a text separated by white space."""
    return frozenset(text.split())


BE = words(
    "is are was were be been being am isn’t aren’t wasn’t weren’t isn't aren't wasn't weren't"
)
HAVE = words("has have had having hasn’t haven’t hadn’t hasn't haven't hadn't")
MODAL = words(
    "will would can could may might must shall should do does did don’t doesn’t didn’t won’t"
    " wouldn’t can’t couldn’t cannot don't doesn't didn't won't wouldn't can't couldn't shouldn't"
    " shouldn’t"
)
AUX = BE | HAVE | MODAL
CONTRACTED = words(
    "he’s he'd he’d he’ll she’s she’d she’ll they’ve they’re they’d they’ll i’m i’ve"
    " i’d we’ve we’re we’d it’s it’ll you’re you’ve he's she's she'd they've they're"
    " they'd i'm i've we've we're it's he'll she'll they'll"
)
DETERMINERS = words(
    "the a an this that these those his her its their our my your some many several most all both"
    " no another any each every other few one two three four five six seven eight nine ten"
    " dozens hundreds thousands various such"
)
PRONOUNS = words(
    "he she they it i we you who whoever everyone everybody someone somebody nobody"
    " others many some both one this none anyone"
)
OBJECT_PRONOUNS = words("him her them me us you it himself herself themselves")
PREPOSITIONS = words(
    "of in on at for from to with by about against after before during under over between into"
    " through without within among toward towards across behind beyond near since until upon"
    " amid along despite like as off outside inside around regarding via per"
)
SUBORDINATORS = words(
    "that because when while as if although though since where so than who which whom whose what"
    " how why whether after before until unless but yet or nor whereas once"
)
TIME = words(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight"
    " earlier later recently morning afternoon evening night january february march april may june"
    " july august september october november december week month year weekend mon tue wed thu fri"
    " sat sun jan feb sept oct nov dec now then ago again overnight midnight noon"
)
ADVERBS = words(
    "also then now later repeatedly again just even never still always often once already soon too"
    " not ever further instead perhaps sometimes only simply rather thus therefore both all each"
    " first long twice almost nevertheless nonetheless however meanwhile earlier afterwards"
)
WH = words("whether how what why who if when where which")
"""Openers of an indirect question."""
CLAUSE_BREAKS = words("but while although though because whereas yet so")
OPENERS = words(
    "asked pressed questioned while although though as when after since because if before whereas"
    " even"
)
"""First words of a clause or phrase that hangs on the one after its comma."""
IRREGULAR_PAST = words(
    "went came took made gave got left met held ran sent became began knew thought saw won lost"
    " led had did spent stood sat kept brought found told said wrote spoke heard felt put set hit"
    " cut let built bought paid fell rose grew drew drove broke chose threw fought sought caught"
    " taught sold tore swore bore wore froze woke shook shot struck swept swung crept clung flew"
    " fled slid sank drank shrank sprang stole stuck strove withdrew overthrew foresaw forbade"
    " forgave forgot undertook overcame mistook withheld upheld bound wound ground flung hung dug"
    " bent lent spun split shut quit dealt slept wept meant learnt burnt rang sang shone bit hid"
    " rode arose underwent"
)


def is_participle(word: str) -> bool:
    """
    >>> is_participle("speaking"), is_participle("beijing"), is_participle("king")
    (True, False, False)
    """
    return word.endswith("ing") and len(word) > 4 and word not in _NOT_ING


def is_adverb(word: str) -> bool:
    """
    >>> is_adverb("repeatedly"), is_adverb("family"), is_adverb("italy")
    (True, False, False)
    """
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in _NOT_LY)


_NOT_ING = words(
    "beijing nanjing peking chongqing xining liaoning jinping xiaoping spring string thing"
    " something anything nothing everything evening morning during ceiling sibling"
)
_NOT_LY = words(
    "family italy july reply rally ally apply supply rely assembly elderly early only"
    " friendly daily weekly comply imply monopoly kelly emily molly billy o’reilly reilly"
)
