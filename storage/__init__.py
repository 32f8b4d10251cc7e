"""What is kept: tables, sealing of free text, transactions, inbox and outbox."""
