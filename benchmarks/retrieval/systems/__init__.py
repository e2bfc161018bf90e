"""One module per system, each with `open_system(options)`; nothing here imports another system."""
