"""How the schema came to be, one step a file. There is no way back but a backup."""
