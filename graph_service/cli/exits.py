"""Exit codes of contract.md: the one table from exception to code.

Owns codes and the outermost error handler of the command line; the messages
themselves come from `errors`.
"""

from __future__ import annotations

from graph_service import errors

DONE, FINDINGS, USAGE, UNREADABLE, STORE, TIME_LIMIT, NETWORK, OUR_FAULT, INTERRUPTED = (
    0, 1, 2, 3, 4, 5, 6, 70, 130,
)  # fmt: skip

EXIT_CODES: dict[type[errors.CommuniqueError], int] = {
    errors.UsageError: USAGE,
    errors.InputError: UNREADABLE,
    errors.ShapesViolated: FINDINGS,
    errors.StoreError: STORE,
    errors.LimitExceeded: TIME_LIMIT,
    errors.NotAllowed: USAGE,
    errors.NetworkError: NETWORK,
}


def exit_code(error: errors.CommuniqueError) -> int:
    """The code of the nearest class in the exception's own line of descent.

    >>> exit_code(errors.QuerySyntaxError("Unexpected }", line=2, column=7))
    2
    >>> exit_code(errors.StoreLocked("Somebody else is writing"))
    4
    """
    for kind in type(error).__mro__:
        if kind in EXIT_CODES:
            return EXIT_CODES[kind]
    return OUR_FAULT
