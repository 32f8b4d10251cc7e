"""Slack: requests become commands, cards become Block Kit, and posts are sent with patience.

Nothing of the trade is here.
"""
