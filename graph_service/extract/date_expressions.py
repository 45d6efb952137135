"""Date expressions in text: what they say, and which days that is.

Owns the reading of "24 February 2022", "Feb 24", "on Wednesday", "last month",
"two days earlier", and `read_date`, which `ask` uses on questions. Which of them
dates a statement is decided in `dates`.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.model import DateBasis, DateBounds, Span

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
# "Sun" and "Sat" are left out: they are words of their own.
_DAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_COUNTS = {"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_COUNTS |= {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}


def _either(words: dict[str, int]) -> str:
    """An alternation that matches the words capitalised, longest first; whole names in capitals."""
    forms = [w.capitalize() for w in words] + [w.upper() for w in words if len(w) > 3]
    return "|".join(sorted(forms, key=len, reverse=True))


_M, _W = _either(_MONTHS), _either(_DAYS)
NUMBER = r"\d{1,3}|" + "|".join(sorted(_COUNTS, key=len, reverse=True))
_UNIT = r"(?P<{0}>day|week|month|year)s?"
_LITTLE_WHILE = (
    rf"(?:(?:[Jj]ust|[Oo]nly|[Ss]everal|[Ss]ome|[Aa]\s+few|(?i:{NUMBER}))\s+){{0,2}}"
    r"(?:[Hh]ours?|[Mm]inutes|[Mm]oments)\s+(?:earlier|later|before)"
    r"(?=\s*[,.;]|\s+(?:that|to|in|at|by|on)\b)"
)
"""On the day told of: "just hours earlier", "minutes later"."""
_PATTERN = rf"""
  (?<!\w)(?<!\d-) (?:
    (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
  | (?P<slash>\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})
  | (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_M})\b\.?(?:,?\s+(?P<y1>\d{{4}}))?
  | (?P<m2>{_M})\b\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d)(?:,?\s+(?P<y2>\d{{4}}))?
  | (?P<m3>{_M})\b\.?,?\s+(?P<y3>\d{{4}})
  | (?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Uu]ntil\s)|(?<=\b[Dd]uring\s)|(?<=\b[Bb]efore\s)
      |(?<=\b[Aa]fter\s)|(?<=\b[Ll]ast\s)|(?<=\b[Tt]his\s)|(?<=\b[Ee]arly\s)|(?<=\b[Ll]ate\s)
      |(?<=\bback\sas\s)|(?<=\brecently\sas\s)|(?<=\bearly\sas\s)|(?<=\blate\sas\s)
      |(?<=\b[Mm]id-)|(?<=\b[Ff]rom\s)|(?<=\b[Bb]y\s)) (?P<m4>{_M})
  | (?:(?P<side>[Ll]ast|[Nn]ext|[Tt]his(?:\ past)?|[Tt]he\s(?:previous|following))\s+)?
      (?P<weekday>{_W})
  | (?P<ago>(?i:{NUMBER}))\s+{_UNIT.format("ago_unit")}\s+ago
  | (?P<vague>(?:[Aa]\ few|[Ss]everal|[Ss]ome|[Jj]ust|[Aa]\ couple\ of)\s+
      (?:days|weeks|months))\s+(?:ago|earlier)
  | (?P<recent>(?:[Ii]n|[Oo]ver|[Dd]uring)\s+(?:the\s+)?(?:recent|past|last\ few|past\ few)\s+
      (?:days|weeks))
  | (?P<weekend>(?:[Tt]his|[Ll]ast|[Oo]ver\ the|[Aa]t\ the|[Tt]his\ past)\s+weekend)
  | (?P<off>(?i:{NUMBER}))\s+{_UNIT.format("off_unit")}\s+(?P<way>earlier|before|prior|later|after)
  | [Tt]he\s+(?P<step>previous|following|next|same)\s+(?:day|morning|afternoon|evening|night)
  | [Tt]he\s+day\s+(?P<beside>before|after)(?=[,.;]|\s+(?:to|that|in|at|he|she|they|by)\b)
  | (?P<that>[Tt]hat\s+(?:same\s+)?(?:day|morning|afternoon|evening|night)
      |(?:[Ee]arlier|[Ll]ater)\s+(?:in\s+the|on\s+the\s+same)\s+day
      |{_LITTLE_WHILE}|[Ll]ater\s+(?:that|the\s+same)\s+(?:day|evening|night)
      |[Bb]y\s+(?:the\s+|that\s+)?(?:evening|nightfall|midnight))
  | (?P<sofar>[Ee]arlier\s+in\s+the\s+(?:week|month|year))
  | (?P<named>[Tt]he\s+day\s+before\s+yesterday|[Yy]esterday|(?<!\bUSA\s)[Tt]oday
      |[Tt]onight|[Tt]omorrow
      |[Ee]arlier\s+today|(?:[Tt]his|[Ll]ast)\s+(?:morning|afternoon|evening|night)
      |(?:[Ee]arlier\s+|[Ll]ater\s+)?[Tt]his\s+(?:week|month|year)|[Ll]ast\s+(?:week|month|year))
  | (?:(?<=\b[Ii]n\s)|(?<=\b[Ss]ince\s)|(?<=\b[Dd]uring\s)|(?<=\b[Bb]efore\s)|(?<=\b[Aa]fter\s)
      |(?<=\b[Uu]ntil\s)|(?<=\b[Ff]rom\s)|(?<=\b[Bb]y\s)|(?<=\b[Oo]f\s)|(?<=\b[Tt]o\s)
      |(?<=\b[Aa]nd\s)) (?P<year>(?:19|20)\d{{2}})
  ) (?![\w])"""
_IN_ARTICLE = re.compile(_PATTERN, re.VERBOSE)
# Questions are often typed without capitals.
_IN_QUESTION = re.compile(_PATTERN, re.VERBOSE | re.IGNORECASE)
# A cheap look at where an expression may begin; the pattern itself is tried only there.
_BEGINS = re.compile(
    r"(?<!\w)(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
    r"|(?:JAN|FEB|MARCH|APRIL|JU[LN]|AUG|SEP|OCT|NOV|DEC|MON|TUE|WED|THU|FRI|SAT|SUN)"
    r"|[Yy]esterday|[Tt]o(?:day|night|morrow)\b|(?:[Ee]arlier|[Ll]ater)\s+(?:t(?:his|oday)|in\sthe|on\sthe)"
    rf"|(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he|[Tt]hat)\s+(?:past|previous|following|next|same|day|week"
    rf"|month|year|morning|afternoon|evening|night|weekend|{_W})"
    r"|(?:[Aa]\s(?:few|couple\sof)|[Ss]everal|[Ss]ome|[Jj]ust)\s+(?:days|weeks|months)"
    r"|(?:[Ii]n|[Oo]ver|[Dd]uring|[Aa]t)\s+(?:the\s+)?(?:recent|past|last|weekend)"
    rf"|(?i:{NUMBER})\s+(?:day|week|month|year)"
    rf"|{_LITTLE_WHILE}|[Bb]y\s+(?:the\s+|that\s+)?(?:evening|nightfall|midnight)|[Ll]ater\s+th)"
)
_BARE_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)\d{2}(?![\w-])")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date expression. `bounds` is None where it names no day: `why` says so."""

    span: Span
    bounds: DateBounds | None
    assumed_year: bool
    why: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression as found, before anything is known about reference and anchor."""

    span: Span
    parts: dict[str, str]

    @property
    def anchored(self) -> bool:
        """It counts from something told before ("two days earlier"), not from the reference."""
        return bool(self.parts.keys() & {"off", "step", "that", "beside"})

    @property
    def day_known(self) -> bool:
        """It names a day, not a week, month or year."""
        return not self.parts.keys() & {"m3", "m4", "year"}


def find_expressions(text: str) -> Iterator[Expression]:
    """Date expressions of an article's text in order, spans counting in `text`."""
    at = 0
    while begins := _BEGINS.search(text, at):
        match = _IN_ARTICLE.match(text, begins.start())
        at = match.end() if match else begins.start() + 1
        if match:
            yield _expression(match)


def within(expressions: tuple[Expression, ...], span: Span) -> tuple[Expression, ...]:
    """The expressions that lie inside a span; `expressions` are in text order."""
    low = bisect_left(expressions, span.start, key=lambda e: e.span.start)
    high = bisect_left(expressions, span.end, key=lambda e: e.span.start)
    while high > low and expressions[high - 1].span.end > span.end:
        high -= 1
    return expressions[low:high]


def _expression(match: re.Match[str]) -> Expression:
    parts = {name: part for name, part in match.groupdict().items() if part is not None}
    return Expression(Span(*match.span()), parts)


def resolve(expression: Expression, reference: date | None, anchor: date | None) -> DateMention:
    """Days of an expression, seen from `reference` (publication) and `anchor` (a day told of)."""
    found = _Resolver(reference, anchor)
    bounds, why = found.bounds(expression.parts)
    return DateMention(expression.span, bounds, found.assumed_year, why)


def read_date(text: str, *, reference: date | None) -> list[DateMention]:
    """The date expressions of a question, in order.

    `reference` is the day a question counts from (the newest article's date).
    A date without a year is the latest such day on or before it. A date that
    does not exist, or that needs a missing reference, has `bounds` None.

    >>> [(m.bounds.edtf, m.assumed_year) for m in
    ...  read_date("what did China say after Feb 24", reference=date(2022, 6, 15))]
    [('2022-02-24', True)]
    >>> [m.why for m in read_date("since 30 February 2022", reference=None)]
    ['February 2022 has no day 30']
    >>> [m.bounds.edtf for m in read_date("between March 2022 and 2023", reference=None)]
    ['2022-03', '2023']
    """
    mentions = [
        resolve(_expression(found), reference, reference) for found in _IN_QUESTION.finditer(text)
    ]
    for match in _BARE_YEAR.finditer(text):
        span = Span(*match.span())
        if not any(mention.span.overlaps(span) for mention in mentions):
            mentions.append(resolve(Expression(span, {"year": match[0]}), reference, reference))
    return sorted(mentions, key=lambda mention: mention.span)


def month_bounds(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_before(day: date, months: int) -> tuple[date, date]:
    """First and last day of the month that lies `months` before the day's own."""
    index = day.year * 12 + day.month - 1 - months
    return month_bounds(index // 12, index % 12 + 1)


class _Resolver:
    """One call of `resolve`: reference, anchor, and whether a year had to be assumed."""

    def __init__(self, reference: date | None, anchor: date | None) -> None:
        self.reference, self.anchor, self.assumed_year = reference, anchor, False

    def bounds(self, p: dict[str, str]) -> tuple[DateBounds | None, str]:
        for number in ("1", "2"):
            if f"d{number}" in p:
                return self._day(p.get(f"y{number}"), p[f"m{number}"], int(p[f"d{number}"]))
        if "iso" in p:
            return self._numeric(*(int(part) for part in p["iso"].split("-")))
        if "slash" in p:
            return self._slash(p["slash"])
        if "m3" in p:
            return _bounds(month_bounds(int(p["y3"]), _MONTHS[p["m3"].lower()]), "stated")
        if "year" in p:
            year = int(p["year"])
            return _bounds((date(year, 1, 1), date(year, 12, 31)), "stated")
        if p.keys() & {"off", "step", "that", "beside"}:
            return self._from_anchor(p)
        if self.reference is None:
            return None, "it counts from a publication date, and there is none"
        if "m4" in p:
            return self._month(_MONTHS[p["m4"].lower()], self.reference)
        if "weekday" in p:
            return self._weekday(_DAYS[p["weekday"].lower()], p.get("side", ""), self.reference)
        if "ago" in p:
            return _shift(self.reference, -count(p["ago"]), p["ago_unit"].lower())
        if "vague" in p or "recent" in p:
            return _lately(p, self.reference)
        if "sofar" in p:
            return _so_far(p["sofar"].split()[-1].lower(), self.reference)
        if "weekend" in p:
            return _weekend(p["weekend"].lower(), self.reference)
        return _named(" ".join(p["named"].lower().split()), self.reference)

    def _numeric(self, year: int, month: int, day: int) -> tuple[DateBounds | None, str]:
        if not 1 <= month <= 12:
            return None, f"there is no month {month}"
        if year < 1 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None, f"{calendar.month_name[month]} {year} has no day {day}"
        return DateBounds.day(date(year, month, day), "stated"), "stated in full"

    def _slash(self, written: str) -> tuple[DateBounds | None, str]:
        first, second, year = (int(part) for part in re.split(r"[/.]", written))
        if first <= 12 and second <= 12 and first != second and "." not in written:
            return None, "day and month cannot be told apart"
        day, month = (second, first) if second > 12 else (first, second)
        return self._numeric(year, month, day)

    def _day(self, year: str | None, name: str, day: int) -> tuple[DateBounds | None, str]:
        month = _MONTHS[name.lower()]
        if year is not None:
            return self._numeric(int(year), month, day)
        if not 1 <= day <= calendar.monthrange(2000, month)[1]:
            return None, f"{calendar.month_name[month]} has no day {day}"
        if self.reference is None:
            return None, "it has no year, and there is no date to count from"
        self.assumed_year = True
        # A day ahead is allowed: a story may be dated before the place it tells of.
        for back in range(9):
            try:
                found = date(self.reference.year + 1 - back, month, day)
            except ValueError:  # 29 February of a common year
                continue
            if found <= self.reference + timedelta(days=1):
                why = f"no year given: the latest such day on or before {self.reference}"
                return DateBounds.day(found, "stated"), why
        return None, f"{calendar.month_name[month]} has no day {day} in recent years"

    def _month(self, month: int, reference: date) -> tuple[DateBounds | None, str]:
        self.assumed_year = True
        year = reference.year - (month > reference.month)
        first, last = month_bounds(year, month)
        why = f"no year given: the latest such month up to {reference}"
        return DateBounds(first, last, "relative"), why

    def _weekday(self, number: int, side: str, ref: date) -> tuple[DateBounds | None, str]:
        side = side.lower()
        ahead = (number - ref.weekday()) % 7
        back = (ref.weekday() - number) % 7
        if side == "next" or side.endswith("following"):
            day = ref + timedelta(days=ahead or 7)
        elif side == "last" or side.endswith("previous"):
            day = ref - timedelta(days=back or 7)
        elif ahead == 1 and not side:
            day = ref + timedelta(days=1)  # time zones: dated a day before the place it tells of
        else:
            day = ref - timedelta(days=back)
        return DateBounds.day(day, "weekday"), f"the weekday seen from {ref}"

    def _from_anchor(self, p: dict[str, str]) -> tuple[DateBounds | None, str]:
        if self.anchor is None:
            return None, "it counts from a day that is not known"
        if "that" in p or p.get("step", "").lower() == "same":
            return DateBounds.day(self.anchor, "relative"), f"the same day as {self.anchor}"
        if "beside" in p:
            return _shift(self.anchor, -1 if p["beside"].lower() == "before" else 1, "day")
        if "step" in p:
            days = -1 if p["step"].lower() == "previous" else 1
            return _shift(self.anchor, days, "day")
        sign = 1 if p["way"].lower() in {"later", "after"} else -1
        return _shift(self.anchor, sign * count(p["off"]), p["off_unit"].lower())


def _bounds(days: tuple[date, date], basis: DateBasis) -> tuple[DateBounds, str]:
    return DateBounds(*days, basis), f"from {days[0]} to {days[1]}"


def count(word: str) -> int:
    """What `NUMBER` matches, as a number; an article is one.

    >>> count("a"), count("three"), count("12")
    (1, 3, 12)
    """
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _shift(day: date, count: int, unit: str) -> tuple[DateBounds | None, str]:
    """Days are exact; "three weeks ago" is taken as within three days, months and years as such."""
    try:
        if unit == "day":
            found = day + timedelta(days=count)
            return DateBounds.day(found, "relative"), f"{count:+} days from {day}"
        if unit == "week":
            middle, slack = day + timedelta(weeks=count), timedelta(days=3)
            return _bounds((middle - slack, middle + slack), "relative")
        if unit == "month":
            return _bounds(months_before(day, -count), "relative")
        return _bounds((date(day.year + count, 1, 1), date(day.year + count, 12, 31)), "relative")
    except (ValueError, OverflowError):
        return None, "it lies outside the calendar"


def _lately(p: dict[str, str], ref: date) -> tuple[DateBounds | None, str]:
    """ "A few days ago": the bounds are wide on purpose, a week, two months or a year back."""
    told = p.get("vague") or p["recent"]
    reach = 7 if "day" in told else 60 if "week" in told else 365
    nearest = 0 if "recent" in p else {7: 1, 60: 7, 365: 28}[reach]
    try:
        return _bounds((ref - timedelta(days=reach), ref - timedelta(days=nearest)), "relative")
    except OverflowError:
        return None, "it lies outside the calendar"


def _weekend(name: str, ref: date) -> tuple[DateBounds | None, str]:
    """The last Saturday and Sunday; on such a day "this weekend" is the one that has begun."""
    since = (ref.weekday() - 5) % 7
    if name.startswith("last") and since < 2:
        since += 7
    saturday = ref - timedelta(days=since)
    return _bounds((saturday, min(saturday + timedelta(days=1), ref)), "relative")


def _so_far(unit: str, ref: date) -> tuple[DateBounds | None, str]:
    """ "Earlier in the week": from its Monday to the day before the one told of."""
    first = ref - timedelta(days=ref.weekday()) if unit == "week" else ref.replace(day=1)
    if unit == "year":
        first = first.replace(month=1)
    return _bounds((first, max(first, ref - timedelta(days=1))), "relative")


def past_weekday(expression: Expression, bounds: DateBounds, reference: date | None) -> DateBounds:
    """In a past tense the weekday of tomorrow is that of the week before.

    `resolve` reads the day ahead: that fits plans, and papers dated before the place they tell of.
    """
    ahead = reference is not None and bounds.latest == reference + timedelta(days=1)
    if not ahead or bounds.latest is None or "weekday" not in expression.parts:
        return bounds
    if "side" in expression.parts:
        return bounds
    return DateBounds.day(bounds.latest - timedelta(days=7), bounds.basis)


def _named(name: str, ref: date) -> tuple[DateBounds | None, str]:
    one = timedelta(days=1)
    if name == "the day before yesterday":
        return DateBounds.day(ref - 2 * one, "relative"), f"seen from {ref}"
    if name in {"yesterday", "last night", "last evening"}:
        return DateBounds.day(ref - one, "relative"), f"seen from {ref}"
    if name == "tomorrow":
        return DateBounds.day(ref + one, "relative"), f"seen from {ref}"
    monday = ref - timedelta(days=ref.weekday())
    if name.endswith("last week"):
        return _bounds((monday - 7 * one, monday - one), "relative")
    if name.endswith("last month"):
        return _bounds(months_before(ref, 1), "relative")
    if name.endswith("last year"):
        return _bounds((date(ref.year - 1, 1, 1), date(ref.year - 1, 12, 31)), "relative")
    if name.endswith("this week"):
        return _bounds((monday, ref), "relative")
    if name.endswith("this month"):
        return _bounds((ref.replace(day=1), ref), "relative")
    if name.endswith("this year"):
        return _bounds((date(ref.year, 1, 1), ref), "relative")
    return DateBounds.day(ref, "relative"), f"seen from {ref}"
