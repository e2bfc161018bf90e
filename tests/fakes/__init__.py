"""Stand-ins that keep the shape of a part, for tests of its neighbours."""
