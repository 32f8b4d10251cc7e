"""The record and its papers."""
