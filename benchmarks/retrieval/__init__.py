"""Ours and other search systems side by side on the same passages and questions: see README.md."""
