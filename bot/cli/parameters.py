"""Parameters that several commands share, with one wording of their help."""

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="The same facts as JSON, one object per line.")]
BatchFile = Annotated[
    str | None, typer.Option("--batch", metavar="FILE", help="JSON Lines in, JSON Lines out, same order; - is stdin.")
]
ArticleId = Annotated[str, typer.Argument(metavar="ID", help="The article's id, as `corpus list` shows it.")]
NoIndex = Annotated[bool, typer.Option("--no-index", help="Leave the index as it is; `hoidap index update` later.")]
