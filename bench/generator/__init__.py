"""Invented diplomacy of any size: articles with their statements known, and those as quads.

A tool of the benchmarks and tests, not of the product. Nobody in it is real. One seed
gives the same bytes on any machine and Python, and article number i is the same
whatever number of articles is asked for.

    World: states, persons with terms, bodies, outlets   --> a registry file of its own
    extractions(world, seed)   articles and their known statements, an Extraction each
    quads(extractions)         these through the product's own mapping

    python -m bench.generator articles 1000 -o articles.jsonl --registry world.ttl
    python -m bench.generator statements 1000000 -o statements.nq
    python -m bench.generator recall 500
"""
