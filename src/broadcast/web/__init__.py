"""The web door: pages, the API, the live stream. A route parses, calls one function of a room, renders."""
