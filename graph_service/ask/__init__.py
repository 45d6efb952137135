"""Questions in English: how they are read, what they find, and the answer with its evidence.

Owns nothing itself; `answer.ask` is the way in.
"""
