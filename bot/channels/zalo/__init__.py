"""The Zalo channel: `channel.ZaloChannel`, set by `settings.ZaloSettings`; Zalo Bot Platform, not Zalo OA.

A message travels: `polling` or `webhook` -> the bot's inbox (on disk before Zalo is told) -> the dialogue -> `layout`
-> the bot's outbox -> `sending` (waits out limits and outages). `client` speaks HTTP, `updates` reads what comes.
"""
