"""index: what can be found. Turns passages into something searchable and questions into ranked hits."""
