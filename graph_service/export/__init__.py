"""What leaves the store as files: RDF dumps and one flat table of all statements."""
