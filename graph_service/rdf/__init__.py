"""Model to quads and back: namespaces, IRIs, mapping, reading, formats."""
