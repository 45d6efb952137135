"""Data to pages: what a reader sees, without knowing how it is served."""
