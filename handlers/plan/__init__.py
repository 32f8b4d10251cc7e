"""The plan: offered by everybody, agreed with the chair, kept in every version."""
