"""What is kept of people, and for how long: told on a page, deleted by a task, exported, erased."""
