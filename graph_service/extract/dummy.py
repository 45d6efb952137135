"""A dummy extractor: one fixed rule, so that everything else can be tested fast.

In every sentence of the form "NAME said WORDS" the words before "said" are the
source and those after it the content. Nothing more.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph_service.extract.draft import Attribution, Draft
from graph_service.model import Article, QuoteType, Span

_RULE = re.compile(r"(?P<source>\S[^,“\"]*?)\s+(?P<cue>said)[\s,:]+(?P<content>\S.*\S)", re.DOTALL)


def find_attributions(article: Article, draft: Draft) -> Draft:
    """Fill `attributions` with at most one a sentence."""
    found = []
    for sentence in draft.sentences:
        match = _RULE.match(article.text, *sentence.span)
        if match is None:
            continue
        content = Span(*match.span("content"))
        if article.text[content.end - 1] == "." and content.end - content.start > 1:
            content = Span(content.start, content.end - 1)
        direct = article.text[content.start] in '"“'
        quote_type: QuoteType = "direct" if direct else "indirect"
        found.append(
            Attribution(
                source=(Span(*match.span("source")),),
                cue=(Span(*match.span("cue")),),
                content=(content,),
                lemma="say",
                quote_type=quote_type,
                attitude=False,
                found_by="dummy",
                confidence=1.0,
            )
        )
    return replace(draft, attributions=tuple(found))
