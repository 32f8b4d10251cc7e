"""What chat services have in common: names, presses, members, one's own things, and posts that take
several messages. A new service is a folder beside `bot/slack`, built on these.
"""
