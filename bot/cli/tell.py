"""Notices to whoever types a command, apart from what the command prints."""

import click


def tell(words: str) -> None:
    """Says something the operator must know."""
    click.secho(words, err=True, bold=True)
