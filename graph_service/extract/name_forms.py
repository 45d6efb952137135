"""What a name looks like: its letters and parts, and capitalised words that are no part of one.

Owns patterns only; which names an article holds is `mentions`.
"""

from __future__ import annotations

import re

CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ŽŞİΆ-ΏΑ-ΫЀ-ЯҐԱ-Ֆ"
"""Latin, Greek, Cyrillic, Armenian; other scripts do not tell a name from other words."""
_PART = rf"[{CAPITAL}][\w’'.-]*[\w]"
_PARTICLE = r"(?:de|da|do|dos|del|della|di|van|von|der|den|bin|ibn|al|el|ben|la|le|ter|zu)"
FULL_NAME = re.compile(
    rf"\b{_PART}(?:[^\S\r\n](?:[A-Z]\.|{_PARTICLE}|(?:[ae]l-)?{_PART})){{0,4}}"
    rf"[^\S\r\n](?:[ae]l-)?{_PART}"
)
ONE_NAME = re.compile(rf"\b{_PART}")
NOT_NAMES = re.compile(
    r"\b(?:The|A|An|In|On|At|For|And|But|If|As|It|He|She|They|We|This|That|These|Those|After"
    r"|Before|When|While|Since|With|From|By|To|Of|Mr|Mrs|Ms|Dr|Sir|Monday|Tuesday|Wednesday"
    r"|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|President|Minister|Prime|Foreign|Defence|Defense"
    r"|Secretary|Chancellor|Premier|Vice|Deputy|General|King|Queen|Chairman|Chairwoman|Speaker"
    r"|Ambassador|Envoy|Spokesman|Spokeswoman|Spokesperson|Council|Ministry|Department|Committee"
    r"|Agency|News|National|United|Nations|Union|Republic|Party|Government|State|House|Office"
    r"|Mayor|Senator|Sen|Rep|Gov|Gen|Col|Lt|Commission|Commissioner|Parliament|Assembly|Security"
    r"|Adviser|Advisor|Leader|Crown|Prince|Princess|Emperor|Emir|Senior|Former|Late|Acting"
    r"|Democrat|Republican|Rev|CEO|Judge|Justice|Attorney|Congressman|Congresswoman|Pope|Captain|Major|Lieutenant|Brigadier|Sergeant|Commander"
    r"|Mayor|Prosecutor|Sheikh|Sheikha|Ayatollah|Colonel|Admiral|Marshal|Cardinal|Archbishop|Special|First|Lady|Supreme|West|East|North|South|New|High|Top|Two|Three"
    r"|Interior|Finance|Trade|Labou?r|Economy|Energy|Agriculture|Culture|Education|Transport|Health"
    r"|Counsell?or|Councill?or|Consul|Charg[eé]|Attach[eé]|Undersecretary|Acting|Rear|Brig|Sgt|Imam"
    r"|Mufti|Patriarch|Rabbi|Bishop|Presidential|Parliamentary|Opposition|Rebel|Military|Naval"
    r"|Spokespeople|Economist|Analyst|Expert|Lawmaker|Negotiator|Baroness|Baron|Sultan|Premier"
    r"|Press|Chief|Staff|Director|Professor|University|Institute|Times"
    r"|Post|Journal|Daily|Radio|Television|TV|Bank|Court|Army|Navy|Force|Command|Summit"
    r"|Both|Either|Neither|Nor|Or|Yet|So|Still|Then|Thus|Hence|Now|Here|There|Also|Again|Instead"
    r"|Indeed|Perhaps|Maybe|Meanwhile|Meantime|Nevertheless|Nonetheless|Otherwise|Moreover"
    r"|Furthermore|Besides|Likewise|However|Therefore|Afterwards?|Later|Earlier|Today|Yesterday"
    r"|Tomorrow|Tonight|Once|Twice|Even|Only|Just|Never|Soon|Often|Always|Elsewhere"
    r"|Unlike|Like|Under|Over|About|Among|Amid|Against|Across|Alongside|Along|Behind|Beside"
    r"|Between|Beyond|Despite|During|Except|Inside|Outside|Into|Near|Through|Throughout"
    r"|Toward|Towards|Until|Upon|Versus|Via|Within|Without|Although|Though|Because|Unless|Whereas"
    r"|Whether|Whenever|Wherever|Where|Who|Whom|Whose|Which|What|Why|How|Yes|No|Not|Some|Many"
    r"|Most|Several|Other|Another|Such|All|Each|Every|Few|His|Her|Its|Their|Our|My|Your"
    r"|Permanent|Representative|Observer|Delegate|Rapporteur|Excellency|Majesty|Highness|Royal"
    r"|Custodian|Holy|Mosques?|Affairs|Political|Peacekeeping|Humanitarian|Relief|Operations|Coordinator|Charter|Treaty"
    r"|Honou?rable|Under-Secretary|Spokespersons|Delegation"
    r"|Team|Speech|Campaign|Tower|Doctrine|Plan)\b"
)
