"""The record: the whole conference as data, under the headings of the guidance."""
