"""The Telegram channel: `channel.TelegramChannel`, set by `settings.TelegramSettings`.

A message travels: `polling` or `webhook` -> `inbox` (on disk before Telegram is told) -> `lanes` (order per chat) ->
python-telegram-bot's handlers in `members` and `admins` -> `layout` -> `delivery` (waits out limits and outages).
"""
