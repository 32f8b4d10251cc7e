"""`make bench`: measures, prints a table, and writes build/bench.json."""

import json
import platform
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import click
import psycopg

from storage.database import Database
from storage.sealing import Vault
from tests.bench import answering, crowd, reminding, serving, slack, teams
from tests.bench.answering import Times
from tests.kit import postgres

_VAULT = Vault(b"a key for tests, thirty-two long")
_OUT = Path("build/bench.json")


@click.command()
@click.option(
    "--answers", default=1000, show_default=True, help="How many answers to time each way."
)
@click.option(
    "--meetings",
    default=10_000,
    show_default=True,
    help="How many conferences to store, with 20 answers each.",
)
@click.option(
    "--turns",
    default=600,
    show_default=True,
    help="How many turns in Teams to time, three times over.",
)
@click.option(
    "--open", "open_now", default=200, show_default=True, help="How many conferences to hold open."
)
@click.option(
    "--actions", default=100_000, show_default=True, help="How many open actions to store."
)
@click.option(
    "--only",
    type=click.Choice(["answers", "teams", "reminders", "server", "slack"]),
    help="Measure only this.",
)
def main(
    answers: int, meetings: int, turns: int, open_now: int, actions: int, only: str | None
) -> None:
    """Measure how fast answers are kept and reminders handed over, and how much time and memory the
    server takes.
    """
    found: dict[str, object] = {"machine": platform.platform(), "python": platform.python_version()}
    for kind in ("sqlite", "postgresql"):
        if only in (None, "answers"):
            found[kind] = _answers(kind, answers, meetings)
        if only in (None, "teams"):
            found[f"teams on {kind}"] = _teams(kind, turns)
        if only in (None, "reminders"):
            found[f"reminders on {kind}"] = _reminders(kind, actions)
    if only in (None, "server"):
        found["server"] = _server(open_now)
    if only in (None, "slack"):
        found["slack"] = _slack(answers)
    _OUT.parent.mkdir(exist_ok=True)
    _OUT.write_text(json.dumps(found, indent=2) + "\n")
    click.echo(f"All of it is in {_OUT}.")


def _server(open_now: int) -> dict[str, float]:
    click.echo("The server")
    with tempfile.TemporaryDirectory() as folder:
        served = serving.measure(Path(folder), open_now)
    for name, value in served.items():
        click.echo(f"  {name:34} {value:8.2f}")
    return served


def _slack(answers: int) -> dict[str, float]:
    click.echo("Slack, twenty people at a time, each form kept before it is answered")
    with tempfile.TemporaryDirectory() as folder:
        taken = slack.measure(Path(folder), answers)
    for name, value in taken.items():
        click.echo(f"  {name:34} {value:8.2f}")
    return taken


def _reminders(kind: str, actions: int) -> dict[str, object]:
    ways = tuple(way for way in reminding.WAYS if kind == "postgresql" or way.processes == 1)
    with _databases(kind) as (urls, databases):
        stored = reminding.store(databases["crowded"], actions // reminding.ACTIONS)
        databases["crowded"].close()
        _settle(urls["crowded"])
        click.echo(
            f"Reminders on {kind}, with {stored} open actions stored, one in "
            f"{reminding.ACTIONS // reminding.DUE} due"
        )
        found = reminding.measure(urls["crowded"], ways, rounds=3)
    for name, value in found.items():
        click.echo(f"  {name:34} {value:8.0f} a second")
    ratios = {"of a bare loop": found["handed over"] / found["bare, the same rows"]}
    if kind == "postgresql":
        ratios["of four bare loops"] = found["handed over by 4"] / found["bare by 4, the same rows"]
    for name, value in ratios.items():
        click.echo(f"  {name:34} {value:8.2f}")
    return {"stored": stored, "a_second": found, "ratios": ratios}


def _answers(kind: str, answers: int, meetings: int) -> dict[str, object]:
    click.echo(f"Answers on {kind}, one after the other, each kept before the next")
    with _databases(kind) as (urls, databases):
        stored = crowd.fill(databases["crowded"], meetings, 20 * meetings)
        _settle(urls["crowded"])
        times = answering.measure(databases, _VAULT, answers)
    alone, crowded = times["alone"], times["crowded"]
    ratios = {
        "of a bare session": alone["dispatch"].a_second / alone["session"].a_second,
        "of bare statements": alone["dispatch"].a_second / alone["statements"].a_second,
        "time with many stored": crowded["dispatch"].p50 / alone["dispatch"].p50,
    }
    _print(alone)
    click.echo(f"  with {stored[0]} meetings and {stored[1]} answers stored")
    _print(crowded)
    for name, ratio in ratios.items():
        click.echo(f"  {name:34} {ratio:8.2f}")
    return {
        "alone": _numbers(alone),
        "crowded": _numbers(crowded),
        "stored": stored,
        "ratios": ratios,
    }


def _teams(kind: str, turns: int) -> dict[str, object]:
    click.echo(
        f"Turns in Teams on {kind}, 20 at a time: an answer kept and the "
        "reply sent, beside botbuilder's echo bot"
    )
    with _databases(kind) as (urls, databases):
        for database in databases.values():
            database.check_key()
            database.close()
        found = teams.measure(urls["alone"], turns)
    for name, numbers in found.items():
        click.echo(
            f"  {name:12} " + "  ".join(f"{what} {number:8.2f}" for what, number in numbers.items())
        )
    click.echo(
        f"  {'of the echo bot':34} "
        f"{found['ours']['turns a second'] / found['echo']['turns a second']:8.2f}"
    )
    return found


@contextmanager
def _databases(kind: str) -> Iterator[tuple[dict[str, str], dict[str, Database]]]:
    """Two migrated databases that keep their promises if the machine stops, as one in use does;
    with their addresses.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        urls = {name: f"sqlite:///{folder}/{name}.db" for name in ("alone", "crowded")}
        if kind == "postgresql":
            cluster = postgres.Cluster.start(durable=True)
            stack.callback(cluster.stop)
            urls = {name: postgres.create(cluster.folder, name) for name in urls}
        databases = {
            name: stack.enter_context(closing(Database.open(url, _VAULT)))
            for name, url in urls.items()
        }
        for database in databases.values():
            database.migrate()
        yield urls, databases


def _settle(url: str) -> None:
    """Does what PostgreSQL would do by and by after so much was written at once."""
    if url.startswith("postgresql"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


def _print(times: dict[str, Times]) -> None:
    for name, each in times.items():
        click.echo(
            f"  {name:12} {each.a_second:8.0f} a second   p50 "
            f"{each.p50:6.2f} ms   p99 {each.p99:6.2f} ms"
        )


def _numbers(times: dict[str, Times]) -> dict[str, dict[str, float]]:
    return {
        name: {"a_second": each.a_second, "p50_ms": each.p50, "p99_ms": each.p99}
        for name, each in times.items()
    }


if __name__ == "__main__":
    main()
