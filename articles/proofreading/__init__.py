"""Rules over plain text and plain geometry: what a proof-reader would stop at. They point out, a person decides."""
