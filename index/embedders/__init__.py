"""The shelf of embedders: one file or folder each, opened by `index.embedder.open_embedder`.

A part offers `open_part(settings: EmbedderSettings) -> Embedder`.
"""
