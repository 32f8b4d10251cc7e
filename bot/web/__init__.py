"""The web: the rehearsal room, the board behind its link, and what tells a machine that all is
well.
"""
