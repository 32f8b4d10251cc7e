"""Random walks: people press what is drawn for them, and sometimes what is not, and all of it has
to hold.
"""
