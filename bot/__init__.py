"""bot: what gets said. Understands a question, reads the evidence, answers or honestly declines."""
