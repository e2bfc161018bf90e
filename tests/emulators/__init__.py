"""Platforms that the bot speaks to, as strict servers on loopback."""
