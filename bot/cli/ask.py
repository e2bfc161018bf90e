"""`hoidap ask`: one answer, or a batch of them."""

import asyncio
from time import perf_counter
from typing import Annotated

import typer

from bot.cli.batch import Batch
from bot.cli.call import Call
from bot.cli.output import emit, show
from bot.cli.parameters import AsJson, BatchFile
from bot.errors import BadQuestion, UsageFault


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="Vietnamese or English.")] = None,
    *,
    batch: BatchFile = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with the sentence that proves the answer, or say why not."""
    if (question is None) == (batch is None):
        raise UsageFault("give either a QUESTION or --batch FILE")
    if batch is not None:
        asyncio.run(_batch(context.obj, Batch(batch)))
    else:
        asyncio.run(_one(context.obj, question or "", as_json=as_json))


async def _one(call: Call, question: str, *, as_json: bool) -> None:
    from bot.assembly import open_house
    from bot.channels.console import render
    from bot.responder import answer_json

    async with open_house(call.settings, call.home) as house:
        start = perf_counter()
        answer = await house.responder.answer(question)
        if as_json:
            facts = answer_json(answer, 0.0, "1")
            emit(facts | {"took_ms": _milliseconds(start)})
        else:
            show(render(house.responder.reply(answer)))


async def _batch(call: Call, batch: Batch) -> None:
    from bot.assembly import open_house
    from bot.responder import answer_json

    async with open_house(call.settings, call.home) as house:
        for line in batch.lines():
            start = perf_counter()
            try:
                answer = await house.responder.answer(line.question, turns=line.turns)
            except BadQuestion as error:
                batch.report(line.number, str(error))
                continue
            facts = answer_json(answer, 0.0, str(line.id))
            emit(facts | {"id": line.id, "took_ms": _milliseconds(start)})
    batch.finish()


def _milliseconds(start: float) -> float:
    return round((perf_counter() - start) * 1000, 2)
