"""Smaller widths, WebP and AVIF of pictures that are served as a full-size JPEG so far: the queue, and a run through it."""

from articles.renditions.running import RenditionRun, counted, make_renditions

__all__ = ["RenditionRun", "counted", "make_renditions"]
