"""Closed parts: some people talk apart, and for everybody else it is as if it had not taken place (row B8).

A closed part is a small meeting of its own, with its own people, agenda, posts and record. The conference that it belongs to is
not touched by it, not even in a count: so nothing of it can show there.
"""
