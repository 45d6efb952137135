"""Who is who: names, posts and tenures from ontology/actors/, looked up by form and by day."""
