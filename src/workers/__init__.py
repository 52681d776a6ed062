"""The third door: Celery moves what the database says is to be done."""
