"""Measurements:

`make bench`. They tell how fast and how large Chairside is on this machine, in one run side by
side.
"""
