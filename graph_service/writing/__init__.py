"""Writing over HTTP: the writer process, what it refuses, and how its parent talks to it.

client     the parent's side: one queue, one process, groups, deadline     (no RDF)
messages   requests, answers and errors on the pipe between the two        (no RDF)
process    the child's side: opens the home, does one job after the other
update     SPARQL Update: read, refused or rewritten, run
graphs     Graph Store Protocol: parse, compare, validate, replace
articles   articles sent to be ingested, or only shown
managed    which graphs nobody but the product's own commands writes
syntax     SPARQL Update cut into tokens and written anew
"""
