"""What subscribers get: podcast feeds, their tags and covers, and publishing that makes them."""
