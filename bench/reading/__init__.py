"""The measure of reading: annotated dispatches, a scorer, agreement of two annotators.

Nothing here imports the product; the scorer reads the JSON of `communique extract`.
"""
