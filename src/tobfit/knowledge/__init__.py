"""The vocabulary that clients and products share, stacked from packs, and what it says about documents."""
