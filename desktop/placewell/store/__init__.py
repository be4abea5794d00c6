"""The project file: one GeoPackage, touched by one object through Python's sqlite3 alone."""

from placewell.store.geopackage import GeoPackage

__all__ = ["GeoPackage"]
