"""The book's pages about the time before the conference: when and where, who was told, what is
done, and reports.

What people write before the day has one way out, `report_seen`: a draft is seen by its author
alone.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, or_, select, true

from storage.pages import Pages
from storage.tables import (
    Invitation,
    Occasion,
    Person,
    PreparedItem,
    Report,
    ReportReader,
    ReportVersion,
)


class PreparationPages(Pages):
    """What is kept before the conference begins."""

    @property
    def occasion(self) -> Occasion | None:
        """When, where and why, for a conference that was set up ahead."""
        return self._session.scalar(select(Occasion).where(self._here(Occasion)))

    def invitations(self) -> dict[str, Invitation]:
        """How people will take part, by person."""
        return {row.person_id: row for row in self._all(Invitation, order=(Invitation.id,))}

    def prepared(self) -> dict[tuple[str, str], PreparedItem]:
        """What was done about the preparation lists, by item and whom it is about."""
        return {
            (row.item, row.about_id): row
            for row in self._all(PreparedItem, order=(PreparedItem.id,))
        }

    def reports(self) -> Sequence[Report]:
        """Who writes what, and when it came; never a word of it."""
        return self._all(Report, order=(Report.id,))

    def report(self, report_id: str) -> Report | None:
        """A report of this conference; never a word of it."""
        return self._one(Report, report_id)

    def report_by(self, author: Person, form: str) -> Report | None:
        """What somebody writes on a form, if they have begun."""
        return self._session.scalar(
            select(Report).where(
                self._here(Report), Report.author_id == author.id, Report.form == form
            )
        )

    def report_seen(
        self, report: Report, viewer: Person, *, receives: bool
    ) -> ReportVersion | None:
        """The version of a report that somebody may read. The one query for what people wrote
        before the day.

        Its author reads the newest, draft or not; and so does the one who wrote it down for
        somebody without an account.
        Whoever `receives` reports reads the newest that was sent. Nobody else reads anything.
        """
        author = self._session.get_one(Person, report.author_id)
        wrote = ReportVersion.writer_id == viewer.id if author.account is None else false()
        own = true() if viewer.id == author.id else wrote
        sent = ReportVersion.state == "sent" if receives else false()
        query = select(ReportVersion).where(ReportVersion.report_id == report.id, or_(own, sent))
        return self._session.scalar(query.order_by(ReportVersion.version.desc()).limit(1))

    def report_readers(self, report: Report) -> dict[str, ReportReader]:
        """Who has read a report, by person: workers as they said themselves, the family as its
        author said.
        """
        return {row.person_id: row for row in self._readers if row.report_id == report.id}

    @property
    def _readers(self) -> Sequence[ReportReader]:
        return self._all(ReportReader, order=(ReportReader.on, ReportReader.id))

    def newest_sent(self, report: Report) -> int:
        """The number of the newest version of a report that was sent; 0 when none was."""
        return self._newest(report, ReportVersion.state == "sent")

    def newest_version(self, report: Report) -> int:
        """The number of a report's newest version; 0 when there is none."""
        return self._newest(report, true())

    def _newest(self, report: Report, which: ColumnElement[bool]) -> int:
        query = select(ReportVersion.version).where(ReportVersion.report_id == report.id, which)
        return self._session.scalar(query.order_by(ReportVersion.version.desc()).limit(1)) or 0
