"""Links to pages: signed, so that nobody can make one up; they expire and can be withdrawn, which
the database knows.
"""

from itsdangerous import BadSignature, URLSafeSerializer

PAPERS = ("record", "letter", "feedback", "agenda")
PAGES = frozenset({"board", *PAPERS})


class _Links:
    """Makes and reads tokens.

    A token holds a link's id and nothing else; one of another kind of link opens nothing.
    """

    kind: str

    def __init__(self, signing_key: bytes) -> None:
        self._signer = URLSafeSerializer(signing_key, salt=f"chairside {self.kind}")

    def token(self, link_id: str) -> str:
        """The token for a link's id."""
        return str(self._signer.dumps(link_id))

    def link_id(self, token: str) -> str:
        """The link's id in a token; "" when the token is not one of ours."""
        try:
            link_id = self._signer.loads(token)
        except BadSignature:
            return ""
        return link_id if isinstance(link_id, str) else ""


class PageLinks(_Links):
    """The links to pages, and their addresses."""

    kind = "page"

    def __init__(self, signing_key: bytes) -> None:
        super().__init__(signing_key)
        self._tracker = TrackerLinks(signing_key)

    def address_at(self, base: str, link: str) -> str:
        """The whole address of a link that a reply names ("board:<link id>"); anything else is an
        address already.

        `base` is the address that people reach us at.
        """
        what, _, link_id = link.partition(":")
        if what in ("reports", "answers"):
            return f"{base.rstrip('/')}/{what}/{self._tracker.token(link_id)}"
        return f"{base.rstrip('/')}/{what}/{self.token(link_id)}" if what in PAGES else link


class TrackerLinks(_Links):
    """The links to the tracker."""

    kind = "tracker"
