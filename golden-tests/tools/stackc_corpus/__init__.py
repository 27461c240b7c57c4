"""The parts of golden-tests/tools/corpus."""
