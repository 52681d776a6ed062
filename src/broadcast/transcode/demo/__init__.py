"""The demonstration: pieces of music and a small film, made by the station itself."""
