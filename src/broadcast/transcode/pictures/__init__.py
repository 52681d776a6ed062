"""Pictures of the station: covers and cards it draws itself, and those that people deposit."""

from broadcast.transcode.pictures.cards import draw_card
from broadcast.transcode.pictures.covers import draw_cover
from broadcast.transcode.pictures.deposited import square_cover, thumbnail

__all__ = ["draw_card", "draw_cover", "square_cover", "thumbnail"]
