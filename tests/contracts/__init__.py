"""What every part of a shelf keeps, and every door."""
