"""The rehearsal room: a program of its own, with a database of its own.

The service contains nothing of it.
"""
