"""Settings of this room. Each field says meaning, unit, default and why."""

from pydantic import BaseModel, ConfigDict, Field


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KindWeights(_Settings):
    """What one match is worth by the kind of feature. Fitted on the development sets (docs/results.md)."""

    words: float = Field(default=1.0, ge=0, description="Single words; factor; default 1.0: the measure of the rest.")
    pairs: float = Field(
        default=0.7, ge=0, description="Pairs of neighbours; factor; default 0.7: fitted, they stand in for words."
    )
    plain_share: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Share of a word typed in full that also counts without diacritics; default 0: slow, gains little.",
    )


class EnglishSettings(_Settings):
    """English questions: how far names and unknown words are trusted. Fitted on the development sets."""

    pair_weight: float = Field(
        default=1.0,
        ge=0,
        description="Pairs of a Vietnamese reading against its words; factor; default 1.0: fitted.",
    )
    table_share: float = Field(
        default=0.15,
        ge=0,
        le=1,
        description="The table's say where the glossary has a reading; share; default 0.15: fitted.",
    )
    name_weight: float = Field(
        default=0.5,
        ge=0,
        description="Names and numbers as written, besides their readings; factor; default 0.5: fitted.",
    )
    unknown_weight: float = Field(
        default=0.6, gt=0, description="A word that nothing translates, as written; factor; default 0.6: maybe a name."
    )
    most_terms: int = Field(
        default=120, ge=10, description="Translations looked for, heaviest first; count; default 120: bounds the time."
    )


class LexicalSettings(_Settings):
    """The lexical arm: BM25 over words and pairs of a passage and of its article's title and lead."""

    kinds: KindWeights = Field(default=KindWeights(), description="Weights of the kinds of features.")
    question_word_weight: float = Field(
        default=0.3, ge=0, description="Words like `bao nhiêu`, `là gì`; factor; default 0.3: fitted."
    )
    english: EnglishSettings = Field(default=EnglishSettings(), description="English questions.")
    marks_weight: float = Field(
        default=1.5, ge=0, description="A date, quarter or half-year that agrees; factor; default 1.5: fitted."
    )
    typo_weight: float = Field(
        default=0.6, ge=0, description="A word one edit away from a misspelt one; factor; default 0.6: it is a guess."
    )
    abbreviation_weight: float = Field(
        default=0.7, ge=0, description="The other spelling of an abbreviation; factor; default 0.7: it may have senses."
    )
    abbreviations: str = Field(
        default="",
        max_length=1000,
        description="Your own list besides the packaged one, lines of short form, tab, long form; path; default empty.",
    )
    candidates: int = Field(
        default=200, ge=10, le=2000, description="Passages taken from BM25; count; default 200: recall is flat beyond."
    )


class FusionSettings(_Settings):
    """How the two arms are put together; the weights are fitted (index/fusion.json)."""

    dense_candidates: int = Field(
        default=100,
        ge=1,
        le=2000,
        description="Passages taken by similarity; count; default 100: recall is flat beyond.",
    )


class IndexSettings(_Settings):
    """Everything about building and searching the index."""

    engine: str = Field(
        default="clustered",
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Vector engine, by its file name in index/engines; default `clustered`: quick at any size.",
    )
    lexical: LexicalSettings = Field(default=LexicalSettings(), description="The lexical arm.")
    fusion: FusionSettings = Field(default=FusionSettings(), description="How the two arms are put together.")
    busy_seconds: float = Field(
        default=10.0, ge=0, description="Wait for another writer; seconds; default 10: longer than a usual update."
    )
    keep_generations: int = Field(
        default=2, ge=1, le=20, description="Index generations kept; count; default 2: the live one and the one before."
    )
    most_dead: float = Field(
        default=0.2,
        gt=0,
        le=1,
        description="Share of replaced passages at which an update starts anew; default 0.2: space against time.",
    )
    most_segments: int = Field(
        default=16,
        ge=2,
        le=200,
        description="Updates kept apart before they are merged; count; default 16: search time.",
    )
    writer_megabytes: int = Field(
        default=64,
        ge=16,
        le=4096,
        description="Memory of the index writer; MiB; default 64: larger gains nothing at 100k.",
    )
