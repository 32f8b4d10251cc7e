"""As many databases as walks need, each migrated and for one walk alone."""

import shutil
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from storage.database import Database
from storage.sealing import Vault
from tests.kit import postgres


@pytest.fixture
def sqlite_files(
    migrated_file: Path, quick_folder: Path, vault: Vault
) -> Iterator[Iterator[Database]]:
    with closing(_files(migrated_file, quick_folder, vault)) as databases:
        yield databases


@pytest.fixture
def postgres_databases(postgres_folder: str, vault: Vault) -> Iterator[Iterator[Database]]:
    with closing(_databases(postgres_folder, vault)) as databases:
        yield databases


def _files(migrated: Path, folder: Path, vault: Vault) -> Generator[Database]:
    while True:
        path = folder / f"{uuid4().hex}.db"
        shutil.copy(migrated, path)
        with closing(Database.open(f"sqlite:///{path}", vault)) as database:
            yield database
        path.unlink()


def _databases(folder: str, vault: Vault) -> Generator[Database]:
    while True:
        name = f"walk_{uuid4().hex}"
        url = postgres.create(folder, name, "chairside_migrated")
        with closing(Database.open(url, vault)) as database:
            yield database
        postgres.drop(folder, name)
