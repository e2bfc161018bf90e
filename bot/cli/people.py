"""`hoidap chat` and `hoidap serve`: talking to people."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.cli.call import Call


def chat(context: typer.Context) -> None:
    """Talk with the bot in the terminal."""
    from bot.serving import chat_in_terminal

    call: Call = context.obj
    asyncio.run(chat_in_terminal(call.settings, call.home))


def serve(
    context: typer.Context,
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on; else [channels.web] host.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; else [channels.web] port.")] = None,
) -> None:
    """Serve the web chat, and Telegram when TELEGRAM_BOT_TOKEN is set."""
    from bot.serving import serve_channels

    call: Call = context.obj
    asyncio.run(serve_channels(call.settings, call.home, host=host, port=port))
