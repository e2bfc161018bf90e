"""The settings of an installation: every room's and part's settings in one frozen tree, and where its home is.

Each class lives in the room or part that it configures; here they only get their place. `config.toml` and
docs/reference/config.md are written from them (`bot.settings_page`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.channels.telegram.settings import TelegramSettings
from bot.channels.web.settings import WebSettings
from bot.channels.zalo.settings import ZaloSettings
from bot.dialogue.settings import DialogueSettings
from bot.durable.settings import ChatSettings
from bot.evaluation_settings import EvaluationSettings
from bot.generator_settings import GeneratorSettings
from bot.logs_settings import LogSettings
from bot.readers.settings import AnswerSettings
from bot.settings_sources import build, read_environment, read_toml
from corpus.settings import CorpusSettings
from index.embedder import EmbedderSettings
from index.settings import IndexSettings

CONFIG_NAME = "config.toml"
HOME_NAME = "data"


class ChannelsSettings(BaseModel):
    """The doors people come in by; one group of settings per channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    web: WebSettings = Field(default_factory=WebSettings, description="The web chat.")
    telegram: TelegramSettings = Field(default_factory=TelegramSettings, description="The Telegram bot.")
    zalo: ZaloSettings = Field(default_factory=ZaloSettings, description="The Zalo bot.")


class Settings(BaseModel):
    """Everything that can be set. Secrets are not here: they come from the environment or a file (`bot.secret`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    corpus: CorpusSettings = Field(default_factory=CorpusSettings, description="Taking articles in.")
    embedder: EmbedderSettings = Field(default_factory=EmbedderSettings, description="The model of the dense arm.")
    index: IndexSettings = Field(default_factory=IndexSettings, description="Building and searching the index.")
    answers: AnswerSettings = Field(default_factory=AnswerSettings, description="Reading, answering, declining.")
    dialogue: DialogueSettings = Field(default_factory=DialogueSettings, description="Conversations and people.")
    chats: ChatSettings = Field(default_factory=ChatSettings, description="How messages and replies wait in chats.")
    channels: ChannelsSettings = Field(default_factory=ChannelsSettings, description="The doors people come in by.")
    generator: GeneratorSettings = Field(
        default_factory=GeneratorSettings, description="A language model's words, off unless named."
    )
    evaluation: EvaluationSettings = Field(
        default_factory=EvaluationSettings, description="Judging answers by questions with known ones."
    )
    logs: LogSettings = Field(default_factory=LogSettings, description="What a running server writes down.")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, the home folder they apply to, and the file they came from (None: packaged defaults)."""

    settings: Settings
    home: Path
    file: Path | None


def load_configuration(
    config: Path | None = None,
    home: Path | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Configuration:
    """Settings from `config` (else HOIDAP_CONFIG, else ./config.toml, else defaults) and the environment over it.

    The home is `home`, else HOIDAP_HOME, else `data/` beside the configuration file, else ./data.
    `folder` stands in for the current folder. Raises BadConfig, naming the setting, its place and what is expected.
    """
    environ = os.environ if environ is None else environ
    folder = Path.cwd() if folder is None else folder
    file = _file(config, environ, folder)
    origin = str(file) if file else "the defaults"
    settings = build(Settings, read_toml(file) if file else {}, read_environment(Settings, environ), origin)
    chosen = home or (Path(environ["HOIDAP_HOME"]) if environ.get("HOIDAP_HOME") else None)
    place = folder / chosen.expanduser() if chosen else (file.parent if file else folder) / HOME_NAME
    return Configuration(settings, place.resolve(), file)


def _file(config: Path | None, environ: Mapping[str, str], folder: Path) -> Path | None:
    named = config or (Path(environ["HOIDAP_CONFIG"]) if environ.get("HOIDAP_CONFIG") else None)
    if named:
        return (folder / named.expanduser()).resolve()
    usual = folder / CONFIG_NAME
    return usual.resolve() if usual.exists() else None
