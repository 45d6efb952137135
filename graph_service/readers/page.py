"""What a page says of itself: title, publisher, address, language, day of publication.

Owns the places that are looked at, in order. Nothing is guessed: a day counts
only where the markup or the address states it as a whole, and its place is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from graph_service.errors import CommuniqueError
from graph_service.readers.base import Metadata, Note, published_date

_DATED = """
article:published_time article:published og:published_time og:article:published_time datepublished
publication_date publish_date publishdate publish-date pubdate published_date published-date
date.issued dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created dc.date.created
article_date_original originalpublicationdate parsely-pub-date sailthru.date
cxenseparse:recs:publishtime date
"""
_DATE_NAMES = tuple(_DATED.split())
"""Of meta elements, surest first; a name for the last change is not among them."""
_DAY_OF_MONTH = r"(?<!\d)(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_WHOLE_DAY = re.compile(
    r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{6})(?!\d)"
    rf"|{_DAY_OF_MONTH}[ .,-]+[^\W\d_]{{3,}}\.?[ ,-]+(?:19|20)\d\d(?!\d)"
    rf"|[^\W\d_]{{3,}}\.? +{_DAY_OF_MONTH},? +(?:19|20)\d\d(?!\d)"
)
"""Year first, all digits, or the month as a word. 05/06/2022 is two days, so it is none."""
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\.|$)"
)
_EARLIEST = "1900-01-01"
OTHER_DATES = "other_dates"
"""Key of the days that do not count, by the place that states them."""


def about(tree: Any, url: str | None = None) -> Metadata:
    """`url` is where the page was fetched from, where that is known (WARC)."""
    linked = list(_linked_data(tree))
    address = _address(tree, url)
    day, place = _day(tree, linked, address)
    extra = [("date_from", json.dumps(place))] if place else []
    if others := dict(_other_days(tree, linked, address, day)):
        extra.append((OTHER_DATES, json.dumps(others)))
    return Metadata(
        url=address,
        publisher=_publisher(tree, linked),
        published=day,
        title=_title(tree, linked),
        language=_language(tree),
        extra=tuple(extra),
    )


def doubts(found: Metadata, where: str) -> Iterator[Note]:
    """What the page states of its day and what does not count."""
    values = {key: json.loads(value) for key, value in found.extra}
    for place, other in values.get(OTHER_DATES, {}).items():
        if found.published is None:
            what = f"its date {other} ({place}) lies in the future and does not count"
        else:
            own = f"{found.published} ({values.get('date_from', 'given')})"
            what = f"it states two dates, {own} and {other} ({place}): the first counts"
        yield Note(what, where)


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if content := " ".join((element.get("content") or "").split()):
            yield name.strip().lower(), content


def _meta(tree: Any, *names: str) -> str | None:
    found = dict(reversed(list(_metas(tree))))  # the first of several counts
    return next((found[name] for name in names if name in found), None)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The page's own JSON-LD objects that are an article, articles before pages.

    Only the top and `@graph`: what lies deeper is about other articles, too.
    """
    found = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in value if isinstance(value, list) else [value]:
            graph = item.get("@graph", [item]) if isinstance(item, dict) else []
            found += [i for i in (graph if isinstance(graph, list) else []) if isinstance(i, dict)]
    for ending in (r"Article|Posting|Report", r"WebPage"):
        for item in found:
            kinds = item.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(k, str) and re.search(rf"(?:{ending})$", k) for k in kinds):
                yield item


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _title(tree: Any, linked: list[dict[str, Any]]) -> str | None:
    stated = _meta(tree, "og:title", "dc.title", "dcterms.title") or next(
        filter(None, (_text(item.get("headline")) for item in linked)), None
    )
    headings = [_text(h.text_content()) for h in tree.iter("h1")]
    titles = [_text(t.text_content()) for t in tree.iter("title") if t.getparent().tag == "head"]
    only = headings if len(headings) == 1 else []
    return stated or next(filter(None, [*only, *titles]), None)


def _publisher(tree: Any, linked: list[dict[str, Any]]) -> str | None:
    """As it is written; the site's name, or whom the JSON-LD calls the publisher."""
    for item in linked:
        known = item.get("publisher")
        for one in known if isinstance(known, list) else [known]:
            name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
            if name and "://" not in name:
                return name
    return _meta(tree, "og:site_name", "dc.publisher", "dcterms.publisher", "application-name")


def _address(tree: Any, url: str | None) -> str | None:
    """The canonical address; one that is a site's front page is no article's and does not count."""
    stated = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for candidate in (*stated, _meta(tree, "og:url")):
        try:
            whole: str = urljoin(url or "", (candidate or "").strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        of_article = parts.path.strip("/") or parts.query
        if parts.scheme in ("http", "https") and parts.hostname and of_article:
            return whole
    return url


def _language(tree: Any) -> str | None:
    root = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "content-language":
            root = root or element.get("content")
    tag = (root or "").strip()
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*", tag) else None


def _day(
    tree: Any, linked: list[dict[str, Any]], address: str | None
) -> tuple[date | None, str | None]:
    """The day and the place that states it."""
    for place, value in _dated(tree, linked):
        if day := stated_day(value):
            return day, place
    day = url_day(address)
    return day, "url" if day else None


def _other_days(
    tree: Any, linked: list[dict[str, Any]], address: str | None, day: date | None
) -> Iterator[tuple[str, str]]:
    """Days of publication that are not the one that counts: others, and days to come."""
    for place, value in _dated(tree, linked):
        whole = _whole_day(value)
        try:
            stated = date.fromisoformat(whole) if whole else None
        except ValueError:
            continue  # no day of the calendar
        if stated and stated != day and place != "time":
            yield place, stated.isoformat()
    if (in_address := url_day(address)) and in_address != day:
        yield "url", in_address.isoformat()


def url_path(url: str) -> str:
    """The path of an address; empty where it is none.

    >>> url_path("https://news.example/a?b"), url_path("http://[")
    ('/a', '')
    """
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def url_day(url: str | None) -> date | None:
    """The day in the path of an address.

    >>> url_day("https://news.example/2022/06/15/talks"), url_day("https://news.example/2022/06/")
    (datetime.date(2022, 6, 15), None)
    """
    found = _URL_DAY.search(url_path(url)) if url else None
    return stated_day("-".join(found.groups())) if found else None


def _dated(tree: Any, linked: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    metas = list(_metas(tree))
    for wanted in _DATE_NAMES:
        yield from ((f"meta {name}", value) for name, value in metas if name == wanted)
    for item in linked:
        if value := _text(item.get("datePublished")):
            yield f"JSON-LD {item['@type']}" if isinstance(item["@type"], str) else "JSON-LD", value
    times = [t for t in tree.iter("time") if t.get("datetime")]
    for element in times:
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or ""):
            yield "time datePublished", element.get("datetime")
    # Others date the article where there is one day only, and not in the middle of a sentence.
    apart = [t for t in times if not any(a.tag in _OTHERS for a in t.iterancestors())]
    days = {stated_day(t.get("datetime")) for t in apart}
    if len(days) == 1:
        yield "time", apart[0].get("datetime")


_OTHERS = {"p", "blockquote", "li", "nav", "aside", "footer", "table"}


def stated_day(value: str) -> date | None:
    """The one day that a value states, as written, in its own time zone; None where it is not sure.

    >>> stated_day("2022-06-15T23:30:00-05:00"), stated_day("15 June 2022")
    (datetime.date(2022, 6, 15), datetime.date(2022, 6, 15))
    >>> stated_day("05/06/2022"), stated_day("June 2022"), stated_day("2999-01-01")
    (None, None, None)
    """
    whole = _whole_day(value)
    try:
        return published_date(whole, where="date") if whole else None
    except CommuniqueError:
        return None  # no day of the calendar, or one to come: not stated


def _whole_day(value: str) -> str | None:
    """Year, month and day as the value writes them, of the calendar or not."""
    found = _WHOLE_DAY.search(value[:200])
    if found is None:
        return None
    written = found[0]
    digits = re.split(r"[-/.]", written)
    if written.isdigit():
        digits = [written[:4], written[4:6], written[6:]]
    if len(digits) == 3 and all(part.isdigit() for part in digits):
        return "{:0>4}-{:0>2}-{:0>2}".format(*digits)
    return _of_words(written)


def _of_words(written: str) -> str | None:
    """A day with its month in words, in any language that htmldate reads."""
    from htmldate import find_date
    from lxml import html as lxml_html

    page = lxml_html.Element("html")
    head = lxml_html.Element("head")
    page.append(head)
    head.append(lxml_html.Element("meta", property="article:published_time", content=written))
    page.append(lxml_html.Element("body"))
    found: str | None = find_date(
        page, extensive_search=False, original_date=True, min_date=_EARLIEST
    )
    return found
