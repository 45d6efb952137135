"""From an article to its statements, in stages; `pipeline.extract` is the way in."""
