"""The gate: the shapes over one article's graph, and what they find in plain words."""
