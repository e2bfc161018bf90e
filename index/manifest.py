"""The manifest of an index generation: what it was made from and with, so that a mismatch is refused."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from index.errors import IndexStorageFault, NoUsableIndex
from index.generation import current_generation

MANIFEST_NAME = "manifest.json"
# Raised whenever files of an older index could not be read any more, or would be searched wrongly
FORMAT = 2
# Raised whenever the same passage would leave other features or marks
FEATURES_VERSION = 2
REBUILD = "run `hoidap index rebuild`"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation holds.

    Attributes:
        format: layout of the files.
        features_version: version of the features and marks in the lexical index.
        created: when it was built, ISO time in UTC.
        revision: revision of the corpus that it shows.
        articles: number of articles.
        passages: number of passages that can be found.
        rows: number of rows ever used, those of replaced passages included.
        dead: number of rows whose passages are gone but still take space.
        segments: name and first row of each segment.
        engine: vector engine, empty without a dense arm.
        embedder: name of the embedding model, empty without a dense arm.
        fingerprint: fingerprint of the embedding model.
        width: length of its vectors, 0 without a dense arm.
        splitter: settings and version of the splitter that made the passages.
    """

    format: int
    features_version: int
    created: str
    revision: int
    articles: int
    passages: int
    rows: int
    dead: int = 0
    segments: list[list[object]] = field(default_factory=list)
    engine: str = ""
    embedder: str = ""
    fingerprint: str = ""
    width: int = 0
    splitter: dict[str, object] = field(default_factory=dict)

    @property
    def segment_rows(self) -> list[tuple[str, int]]:
        """Name and first row of each segment."""
        return [(str(name), int(str(first))) for name, first in self.segments]

    @property
    def dead_share(self) -> float:
        """Which share of the rows kept is of passages that are gone."""
        return self.dead / (self.dead + self.passages) if self.dead else 0.0

    def check(self, wanted: "Requirements") -> None:
        """Raise NoUsableIndex, with the mend, unless this generation was made with exactly these."""
        if self.format != FORMAT or self.features_version != FEATURES_VERSION:
            raise NoUsableIndex(f"The index was written by another version of hoidap; {REBUILD}.")
        if (self.embedder, self.fingerprint, self.width) != (wanted.embedder, wanted.fingerprint, wanted.width):
            raise NoUsableIndex(
                f"The index was made with the embedder {self.embedder or 'none'} ({self.fingerprint[:12]}), "
                f"the configuration names {wanted.embedder or 'none'} ({wanted.fingerprint[:12]}); {REBUILD}."
            )
        if self.engine and self.engine != wanted.engine:
            raise NoUsableIndex(f"The index was made for the engine {self.engine}, not {wanted.engine}; {REBUILD}.")
        if wanted.splitter and self.splitter != wanted.splitter:
            raise NoUsableIndex(f"The index was made with other splitter settings than the configuration's; {REBUILD}.")


@dataclass(frozen=True, slots=True)
class Requirements:
    """What a manifest must agree with; the fields are those of `Manifest`, an empty splitter agrees with any."""

    engine: str
    embedder: str = ""
    fingerprint: str = ""
    width: int = 0
    splitter: dict[str, object] = field(default_factory=dict)


def write_manifest(generation: Path, manifest: Manifest) -> None:
    """Write the manifest into a generation that is being built."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (generation / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(generation: Path) -> Manifest:
    """The manifest of one generation; NoUsableIndex if it is missing or not one."""
    path = generation / MANIFEST_NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        known = {f.name for f in fields(Manifest)}
        return Manifest(**{key: value for key, value in raw.items() if key in known})
    except (FileNotFoundError, ValueError, TypeError, AttributeError) as error:
        raise NoUsableIndex(f"The manifest {path} is missing or damaged; {REBUILD}.") from error
    except OSError as error:
        raise IndexStorageFault(
            f"The manifest {path} cannot be read: {error.strerror}; check its permissions."
        ) from error


def read_current(directory: Path) -> Manifest | None:
    """The manifest of the live generation of an index folder; None when there is no index yet."""
    generation = current_generation(directory)
    return None if generation is None else read_manifest(generation)
