"""SPARQL results as a table on a terminal. Owns layout only."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as Grid

from graph_service.query.table import Table


def show_table(table: Table) -> None:
    """Columns by variable; an unbound value is an empty cell."""
    grid = Grid(show_lines=False)
    for column in table.columns:
        grid.add_column(column, overflow="fold")
    for row in table.plain_rows():
        grid.add_row(*("" if value is None else str(value) for value in row))
    Console(markup=False).print(grid)
