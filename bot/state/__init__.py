"""The bot's own state: what people sent and are owed, who they are, what was said. One SQLite file."""
