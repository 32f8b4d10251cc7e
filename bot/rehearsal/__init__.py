"""Rehearsing: sample people who answer, so that a new chair can run a whole conference alone (row
B12).
"""
