"""Microsoft Teams: activities become commands, cards become Adaptive Cards.

Everything that knows botbuilder is here.
"""
