"""Prints the table of permissions as Markdown."""

import sys

from broadcast.web.permissions import PERMISSIONS
from broadcast.web.permissions.document import document

sys.stdout.write(document(PERMISSIONS))
