"""The web chat: one page and a small JSON interface. `settings` is light; the server is in `channel`."""
