"""The Telegram channel: `channel.TelegramChannel`, set by `settings.TelegramSettings`.

A message travels: `polling` or `webhook` -> `intake` (what it is, and whether it is ours) -> the exchange, which stores
it before Telegram is told (`bot.durable`) -> `addressing` reads it -> the dialogue -> `rendering` lays the replies out
-> the outbox -> `calls`. Inline queries, which nobody wants a minute later, are answered by `inline` on the side.
"""
