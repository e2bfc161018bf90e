"""English questions: what each word may mean in Vietnamese."""

from index.lexical_query import LexicalQuery
from index.lexical_terms import Vocabulary
from index.settings import LexicalSettings


def english_query(text: str, vocabulary: Vocabulary, settings: LexicalSettings) -> LexicalQuery:
    """The terms of an English question."""
    return LexicalQuery(())
