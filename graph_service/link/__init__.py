"""Across articles: what is decided, and what hangs together. See `run`."""
