"""A SPARQL Update, operation by operation: refused, or rewritten so that it can be run.

Owns what an update may do. Managed graphs stay as they are, LOAD and SERVICE are closed.
Where the text names the graph that it writes, the name decides. Where a variable does
(`GRAPH ?g` in a template), the operation is rewritten twice over:

- its solutions are filtered, so that it cannot write a managed graph whatever happens;
- before it, the same pattern is asked whether it would; if so `CREATE GRAPH` of a graph
  that is there fails, and with it the whole update, which is one transaction.

Whatever this reading does not expect is refused. SPARQL 1.1 Update, W3C Recommendation
21 March 2013; `using-graph-uri`: SPARQL 1.1 Protocol, section 2.2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from graph_service.errors import BadValue, LimitExceeded, NotAllowed
from graph_service.writing import managed
from graph_service.writing.syntax import Token, read, unclear, written

REACHED: Final = "urn:x-communique:reached"
"""Graph that is made, inside an update's transaction, when it would write a managed graph."""

_ENDS: Final = {"": "", "{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Counted in tokens, before the engine sees the text."""

    nesting: int
    patterns: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """The protocol's `using-graph-uri` and `using-named-graph-uri`."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def clauses(self) -> str:
        plain = [f" USING <{iri}>" for iri in self.default]
        return "".join(plain + [f" USING NAMED <{iri}>" for iri in self.named])


def rewrite(sparql: str, base: str, limits: Limits, dataset: Dataset | None = None) -> list[str]:
    """The operations to run, in order, in one transaction.

    `base` is the store's base IRI; relative IRIs are resolved against `{base}update`.
    A text that is no SPARQL may come out as another that is none. Raises NotAllowed,
    LimitExceeded, BadValue, QuerySyntaxError.
    """
    return _Reader(sparql, base, limits, dataset or Dataset()).operations()


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, sparql: str, base: str, limits: Limits, dataset: Dataset) -> None:
        self.sparql = sparql
        self.base = base
        self.limits = limits
        self.using = dataset.clauses()
        self.tokens = read(sparql, f"{base}update")
        self.at = 0
        self.run: list[str] = []

    def operations(self) -> list[str]:
        while self.at < len(self.tokens):
            self.operation()
            if self.at < len(self.tokens):
                self.sign(";")
        return self.run

    def operation(self) -> None:
        start = self.at
        word = self.word()
        if word == "LOAD":
            raise NotAllowed(
                "LOAD is closed: the server fetches nothing",
                do="Fetch it yourself and send it to /graph-store.",
            )
        if word in ("CLEAR", "DROP"):
            self.clear(word)
        elif word == "CREATE":
            self.skip("SILENT")
            self.expect("GRAPH")
            self.own_graph()
        elif word in ("ADD", "MOVE", "COPY"):
            self.skip("SILENT")
            source = self.graph_or_default()
            self.expect("TO")
            self.refuse(self.graph_or_default())
            if word == "MOVE":
                self.refuse(source)
        elif word in ("INSERT", "DELETE", "WITH"):
            self.change(word)
            return
        else:
            self.fail(start)
        self.run.append(written(self.tokens[start : self.at]))

    def clear(self, word: str) -> None:
        self.skip("SILENT")
        if self.skip("DEFAULT"):
            return
        if self.peek() in ("ALL", "NAMED"):
            raise NotAllowed(
                f"{word} {self.peek()} would take the managed graphs with it",
                do=f"Name what shall go: {word} DEFAULT, or {word} GRAPH <...> for each of your "
                "own.",
            )
        self.expect("GRAPH")
        self.own_graph()

    def change(self, word: str) -> None:
        """INSERT, DELETE and WITH, in all their forms."""
        start = self.at - 1
        if word != "WITH" and self.peek() in ("DATA", "WHERE"):
            deletes_where = self.expect("DATA", "WHERE") == "WHERE"
            begin = self.at
            variables = self.quads()
            if not deletes_where:
                self.run.append(written(self.tokens[start : self.at]))
                return
            self.at = begin
            body = self.group()  # the same tokens, read as a pattern: limits, SERVICE
            self.add("", f"DELETE {body}", self.using, body, variables)
            return
        scope = ""
        if word == "WITH":
            if self.using:
                self.doubled("WITH")
            self.own_graph()
            scope = written(self.tokens[start : self.at])
            start = self.at
            word = self.expect("DELETE", "INSERT")
        variables = self.quads()
        if word == "DELETE" and self.skip("INSERT"):
            variables |= self.quads()
        template = written(self.tokens[start : self.at])
        using = self.at
        while self.skip("USING"):
            if self.using:
                self.doubled("USING")
            self.skip("NAMED")
            self.iri()
        clauses = self.using or written(self.tokens[using : self.at])
        self.expect("WHERE")
        self.add(scope, template, clauses, self.group(), variables)

    def add(self, scope: str, template: str, using: str, where: str, variables: set[str]) -> None:
        """One change; with a graph variable in its template, guarded as the module says."""
        pattern = where
        for variable in sorted(variables):
            reached = managed.condition(variable, self.base)
            mark = f"GRAPH <{REACHED}> {{ <{REACHED}> <{REACHED}> <{REACHED}> }}"
            asked = f"{{ SELECT {variable} WHERE {{ {where} FILTER{reached} }} LIMIT 1 }}"
            self.run.append(f"{scope} INSERT {{ {mark} }} {using} WHERE {asked}")
            pattern += f" FILTER(!{reached})"
        if variables:
            self.run.append(f"CREATE GRAPH <{REACHED}> ; DROP GRAPH <{REACHED}>")
            pattern = f"{{ {pattern} }}"
        self.run.append(f"{scope} {template} {using} WHERE {pattern}")

    def quads(self) -> set[str]:
        """One template or data block; the variables that name graphs in it.

        Only GRAPH opens a second brace, and only `a`, `true` and `false` are words.
        """
        variables: set[str] = set()
        self.sign("{")
        inside, depth = False, 1
        while True:
            token = self.next()
            word = token.word()
            if word == "GRAPH" and not inside:
                if self.current().kind == "variable":
                    variables.add("?" + self.next().text[1:])
                else:
                    self.own_graph()
                self.sign("{")
                inside = True
            elif word not in ("", "A", "TRUE", "FALSE") or (
                token.kind == "sign" and token.text in ("{", "<", "<=")
            ):
                self.fail(self.at - 1)
            elif token.kind == "sign" and token.text == "}":
                if not inside:
                    return variables
                inside = False
            elif token.kind == "sign" and token.text in "([":
                depth += 1
                self.check_nesting(depth)
            elif token.kind == "sign" and token.text in ")]":
                depth -= 1

    def group(self) -> str:
        """A WHERE's pattern, braces and all, as it will be written."""
        start, open_, patterns, before = self.at, [""], 0, ""
        if self.current().text != "{":
            self.fail(self.at)
        while True:
            token = self.next()
            text = token.text if token.kind == "sign" else ""
            if "SERVICE" in token.word():
                raise NotAllowed(
                    "SERVICE is closed: an update asks no other endpoint",
                    do="Ask the other endpoint yourself, and send what it answers.",
                )
            if text in ("{", "(", "["):
                open_.append(text)
                self.check_nesting(len(open_) - 1)
            elif text in ("}", ")", "]"):
                if _ENDS[open_.pop()] != text:
                    self.fail(self.at - 1)
                patterns += text != ")" and before not in ("{", ".", ";", "[")
            elif text in (".", ";", ",") and open_[-1] != "(":
                patterns += 1
            if patterns > self.limits.patterns:
                raise LimitExceeded(
                    f"One operation has more than {self.limits.patterns} triple patterns",
                    do="Split it, list values with VALUES, or raise the setting query_patterns.",
                )
            if len(open_) == 1:
                return written(self.tokens[start : self.at])
            before = text

    def check_nesting(self, depth: int) -> None:
        if depth > self.limits.nesting:
            raise LimitExceeded(
                f"The update nests more than {self.limits.nesting} brackets",
                do="Flatten it, or raise the setting query_nesting.",
            )

    def graph_or_default(self) -> str | None:
        """The graph's IRI; None for the default graph."""
        if self.skip("DEFAULT"):
            return None
        self.skip("GRAPH")
        return self.iri()

    def own_graph(self) -> None:
        self.refuse(self.iri())

    def refuse(self, graph: str | None) -> None:
        if graph is not None:
            managed.refuse(graph, self.base)
            if graph == REACHED:
                raise NotAllowed(f"The graph <{graph}> is the server's own")

    def iri(self) -> str:
        token = self.next()
        if token.kind != "iri":
            self.fail(self.at - 1)
        return token.text[1:-1]

    def sign(self, text: str) -> None:
        token = self.next()
        if token.kind != "sign" or token.text != text:
            self.fail(self.at - 1)

    def word(self) -> str:
        token = self.next()
        if token.kind != "word":
            self.fail(self.at - 1)
        return token.word()

    def expect(self, *words: str) -> str:
        word = self.word()
        if word not in words:
            self.fail(self.at - 1)
        return word

    def skip(self, word: str) -> bool:
        found = self.peek() == word
        self.at += found
        return found

    def peek(self) -> str:
        return self.tokens[self.at].word() if self.at < len(self.tokens) else ""

    def current(self) -> Token:
        if self.at >= len(self.tokens):
            self.fail(self.at)
        return self.tokens[self.at]

    def next(self) -> Token:
        token = self.current()
        self.at += 1
        return token

    def fail(self, index: int) -> NoReturn:
        at = self.tokens[index].at if index < len(self.tokens) else len(self.sparql)
        raise unclear(self.sparql, at)

    def doubled(self, word: str) -> NoReturn:
        raise BadValue(
            f"The request names a dataset and the update has {word} as well",
            do="Use one: using-graph-uri and using-named-graph-uri, or the update's own words.",
        )
