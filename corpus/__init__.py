"""corpus: what has been read. Articles, their versions, their passages, and the one text normaliser."""
