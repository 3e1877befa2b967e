"""Articles that share an address or all their words, which a key tells: one of each group stays."""
