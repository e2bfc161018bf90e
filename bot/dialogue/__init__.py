"""The dialogue: what is said to a message, the same through every door that people chat in."""
