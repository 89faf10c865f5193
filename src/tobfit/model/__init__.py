"""Frozen records of clients, products, vocabulary and policy, and how trees become such records and back."""
