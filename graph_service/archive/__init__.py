"""The private archive: see `ledger`, whose names stand here."""

from graph_service.archive.ledger import Archive, Entry, Settled, Taken, Version
from graph_service.archive.said import Former, Held
from graph_service.archive.tombstones import Tombstone

__all__ = ["Archive", "Entry", "Former", "Held", "Settled", "Taken", "Tombstone", "Version"]
