"""The nightly door: a folder into which pages and texts arrive over hours, matched to issue and page by their names.

arrivals (the folder) -> matching (names) -> reading (bytes -> records) -> taking (one file, one transaction) -> watcher.
"""
