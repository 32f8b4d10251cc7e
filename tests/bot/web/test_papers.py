"""Papers on the web: behind a link for one person that expires and can be withdrawn, as pages and
as files.
"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from prompts.words import say
from storage.database import Database
from tests.kit.conference import ROOM
from tests.kit.web_site import Site, Watch, running


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
async def site(played_database: Database, watch: Watch) -> AsyncIterator[Site]:
    async with running(played_database, now=watch) as site:
        site.room = ROOM
        yield site


async def link(site: Site, who: str, command: str, target: str = "") -> str:
    """The path of a fresh link, as somebody gets it."""
    text = await (await site.press(who, command, target)).text()
    address: str = text.partition('href="')[2].partition('"')[0]
    return address.removeprefix(site.origin)


async def test_the_draft_record_is_a_page_a_word_file_and_data(site: Site) -> None:
    path = await link(site, "chair", "record.open")
    page = await site.text(path)
    assert page.count("DRAFT. Not final until Imran Sadler has signed it off.") == 1
    assert "<thead>" in page, "browsers print it on every page"
    assert f'href="{path}/paper.docx"' in page

    word = await site.get(f"{path}/paper.docx")
    assert (
        word.headers["Content-Disposition"] == 'attachment; filename="record-2026-03-02-draft.docx"'
    )
    assert word.headers["Cache-Control"] == "no-store"
    head = Document(BytesIO(await word.read())).sections[0].header.paragraphs[0].text
    assert head == "DRAFT. Not final until Imran Sadler has signed it off."

    data = json.loads(await site.text(f"{path}/record.json"))
    assert (data["format"], data["draft"], data["version"]) == ("chairside-record-1", True, 0)


async def test_once_it_is_signed_off_the_draft_is_gone_and_the_family_gets_no_data_file(
    site: Site,
) -> None:
    await site.press("chair", "record.approve")
    path = await link(site, "mum", "record.open")
    page = await site.text(path)

    assert "DRAFT" not in page
    assert "record.json" not in page
    assert (await site.get(f"{path}/record.json")).status == 410


async def test_a_link_opens_its_own_page_alone(site: Site) -> None:
    token = (await link(site, "chair", "record.open")).rpartition("/")[2]

    for other in ("board", "letter", "feedback"):
        assert (await site.get(f"/{other}/{token}")).status == 410


async def test_expired_withdrawn_and_made_up_links_get_the_same_answer(
    site: Site, watch: Watch
) -> None:
    withdrawn = await link(site, "chair", "record.open")
    await site.press("chair", "papers.revoke")
    expired = await link(site, "chair", "record.open")
    watch.now += timedelta(hours=13)

    answers = set()
    for path in (withdrawn, expired, "/record/rubbish"):
        for ending in ("", "/paper.docx", "/record.json"):
            response = await site.get(path + ending)
            answers.add((response.status, await response.text()))
    assert len(answers) == 1
    assert answers.pop()[0] == 410


async def test_a_letter_is_read_by_its_parent_once_it_is_sent(site: Site) -> None:
    mum = site.id_of("mum")
    path = await link(site, "chair", "letter.open", mum)
    page = await site.text(path)
    assert "DRAFT" in page
    assert "Dear Carys" in page
    await site.press("chair", "letter.approve", mum)

    own = await link(site, "mum", "letter.open")
    page = await site.text(own)
    assert "DRAFT" not in page
    assert 'class="paper big"' in page
    word = await site.get(f"{own}/paper.docx")
    assert word.headers["Content-Disposition"] == 'attachment; filename="letter-2026-03-02.docx"'


async def test_the_results_of_feedback_are_a_page_and_a_file(site: Site) -> None:
    path = await link(site, "chair", "feedback.results")

    assert "There are too few answers to show." in await site.text(path)
    file = await site.get(f"{path}/feedback.csv")
    assert file.content_type == "text/csv"
    assert (await file.text()).lstrip("\ufeff").startswith("side,question,answer,count")


async def test_the_agenda_to_go_on_by_hand_is_a_page_and_a_word_file(
    sqlite_database: Database,
) -> None:
    async with running(sqlite_database) as site:
        await site.start("thornbeck")
        path = await link(site, "chair", "agenda.paper")

        page = await site.text(path)
        assert say("agenda_paper.how") in page
        word = await site.get(f"{path}/paper.docx")
        assert Document(BytesIO(await word.read())).tables


async def test_what_people_wrote_is_escaped_once(site: Site) -> None:
    odd = "<script>alert(1)</script> & “Łódź”"
    await site.press("chair", "correct.submit", "summary", {"words": odd})
    page = await site.text(await link(site, "chair", "record.open"))

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “Łódź”" in page
    assert "<script>alert" not in page
