"""Loading another triple store over HTTP, and proving what arrived there.

Owns the only HTTP client of the package. Never writes to our own store.
"""
