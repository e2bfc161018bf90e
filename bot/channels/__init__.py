"""The doors people come in by: one channel per file or folder, shaped by `bot.channel.Channel`."""
