"""Every table of the station: importing this makes them all known to `Base.metadata`."""

import broadcast.accounts.audit_models
import broadcast.accounts.charter
import broadcast.accounts.connections
import broadcast.accounts.imprint
import broadcast.accounts.models
import broadcast.ingest.models
import broadcast.jobs.models
import broadcast.library.consents
import broadcast.library.finding.models
import broadcast.library.models
import broadcast.library.papers
import broadcast.notices.models
import broadcast.playout.models
import broadcast.post.models
import broadcast.proof.models
import broadcast.reports.models
import broadcast.schedule.models
import broadcast.workshops.models  # noqa: F401  # known by being imported
from broadcast.db import Base

METADATA = Base.metadata
TABLES = METADATA.tables
