"""Shelf of loaders, one kind of file each; `corpus.loader` says what shape they have."""
