"""A storm: several processes hand over reminders and take commands while they and the database are
being killed.
"""
