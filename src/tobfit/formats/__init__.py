"""The text layer: files become trees with positions, and trees become canonical text again."""
