"""Tests, in the order of the rooms; a package so that emulators and fakes can be imported."""
