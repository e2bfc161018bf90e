"""The sample articles that come with the package; all but the first are about invented places."""

from dataclasses import replace
from importlib.resources import files
from io import BytesIO

from corpus.article import Draft
from corpus.errors import BadInput
from corpus.loader import LoadProblem
from corpus.loaders.jsonl import LOADER
from corpus.settings import LoadingSettings


def sample_drafts() -> list[Draft]:
    """The packaged articles, marked as samples. Raises BadInput when the package is damaged."""
    drafts: list[Draft] = []
    stream = BytesIO(files("corpus").joinpath("samples/articles.jsonl").read_bytes())
    for item in LOADER.load(stream, "the sample articles", LoadingSettings()):
        if isinstance(item, LoadProblem):
            raise BadInput(f"{item.message} Install hoidap again.")
        drafts.append(replace(item, is_sample=True))
    return drafts
