"""Speech acts of cues, plain, negated and refused, and of what neutral cues carry."""

from __future__ import annotations

import pytest

from graph_service.extract.acts import CUES, act_of
from graph_service.rdf import schemes
from tests.extract.marked import unmark


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("{c1:Peru} {k1=say:said} {w1:that the talks went on}.", "assert"),
        ("{c1:Peru} {k1=warn:warned} {w1:Chile against it}.", "warn"),
        ("{c1:Peru} {k1=deny:denied} {w1:the claim}.", "deny"),
        ("{c1:Peru} {k1=deny:did not deny} {w1:the claim}.", "other"),
        ("{c1:Peru} {k1=rule out:did not rule out} {w1:a pact}.", "assert"),
        ("{c1:Peru} did not {k1=rule out:rule out} {w1:a pact}.", "assert"),
        ("{c1:Peru} {k1=rule out:ruled out} {w1:a pact}.", "reject"),
        ("{c1:Peru} {k1=comment:declined to comment} {w1:on the pact}.", "decline-comment"),
        ("{c1:Peru} {k1=say:refused to say} {w1:whether it knew}.", "decline-comment"),
        ("{c1:Peru} {k1=say:would not say} {w1:whether it knew}.", "decline-comment"),
        ("{c1:Peru} {k1=support:did not support} {w1:the plan}.", "reject"),
        ("{c1:Peru} {k1=call:called} {w1:for calm}.", "urge"),
        ("{c1:Peru} {k1=call:called} {w1:the step a mistake}.", "condemn"),
        ("{c1:Peru} {k1=ask:asked} {w1:for help}.", "urge"),
        ("{c1:Peru} {k1=ask:asked} {w1:who had paid}.", "question"),
        ("{c1:Peru} {k1=say:said} {w1:that Chile should wait}.", "urge"),
        ("{c1:Peru} {k1=say:said} {w1:that Chile must withdraw}.", "demand"),
        ("{c1:Peru} {k1=say:said} {w1:it would rebuild the pier}.", "pledge"),
        ("{c1:Peru} {k1=say:said} {w1:he hoped for rain}.", "express-hope"),
        ("{c1:Peru} {k1=express:expressed} {w1:deep concern about the dam}.", "express-concern"),
        ("{c1:Peru} {k1=express:expressed} {w1:direct support for the plan}.", "support"),
        ("{c1:Peru} {k1=express:expressed} {w1:its condolences}.", "condole"),
        ("{c1:Peru} {k1=recognize:recognized} {w1:the new state}.", "recognise"),
        ("{c1:Peru} {k1=recognize:recognized} {w1:that it had erred}.", "acknowledge"),
        ("{c1:Peru} stopped short of {k1=condemn:condemning} {w1:the raid}.", "other"),
        ("{c1:Peru} refrained from {k1=criticise:criticising} {w1:the court}.", "other"),
        ("{c1:Peru} avoided {k1=condemn:condemning} {w1:the raid}.", "other"),
        ("{c1:Peru} {k1=call:called} {w1:the demand for an apology unacceptable}.", "reject"),
        ("{c1:Peru} {k1=call:called} {w1:the raid on the port unacceptable}.", "condemn"),
        ("{c1:Peru} {k1=call:called} {w1:on Chile to reject the unacceptable demand}.", "urge"),
        ("{c1:Peru} {k1=underscore:underscored} {w1:support for the treaty}.", "support"),
        ("{c1:Peru} {k1=underscore:underscored} {w1:the value of the treaty}.", "assert"),
        ("{c1:Peru} {k1=rule:rules out} {w1:a pact}.", "reject"),
        ("{c1:Peru} {k1=rule:ruled} {w1:that the pact was void}.", "assert"),
        (
            "{c1:Peru} {k1=express:expresses profound concern about} {w1:the dam}.",
            "express-concern",
        ),
        ("{c1:Peru} {k1=express:expressed its appreciation for} {w1:the tents}.", "thank"),
        ("{c1:Peru} {k1=reiterate:reiterated} {w1:its unequivocal condemnation of it}.", "condemn"),
        ("{c1:Peru} {k1=note:noted with concern} {w1:the new tolls}.", "express-concern"),
        ("{c1:Peru} {k1=pin:pinned the blame on} {w1:Chile}.", "accuse"),
        ("{c1:Peru} {k1=assure:assured Chile} {w1:that it would pay}.", "pledge"),
        ("{c1:Peru} {k1=assure:assured Chile} {w1:that it was a draft}.", "assert"),
        ("{c1:Peru} {k1=say:said} {w1:it reserved the right to respond}.", "threaten"),
        ("{c1:Peru} {k1=say:said} {w1:it had the right to a lawyer}.", "assert"),
        ("{c1:Peru} {k1=say:said} {w1:that the reports were false}.", "deny"),
        ("{c1:Peru} {k1=note:noted} {w1:that it would cut its fleet}.", "assert"),
    ],
)
def test_the_act(marked: str, act: str) -> None:
    text, (attribution,) = unmark(marked)
    assert act_of(text, attribution)[0] == act


def test_every_act_of_the_table_is_in_the_scheme() -> None:
    known = {act.id for act in schemes.acts()}
    assert set(CUES) <= known
    assert {"assert", "other"} <= known
