"""Named queries, their parameters, limits, tables, and whole statements read back."""
