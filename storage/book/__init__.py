"""The book of one conference, by subject: people, answers, plan, posts, what is due, papers."""

from storage.book.body import as_body, body_of
from storage.book.conference import Book
from storage.book.people import OFF
from storage.book.posts import CHANNEL

__all__ = ["CHANNEL", "OFF", "Book", "as_body", "body_of"]
