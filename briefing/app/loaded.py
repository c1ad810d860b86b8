"""The hall, loaded: what cleaning needs, once, in the process that cells are forked from."""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its threads would each reserve address space

from .. import pipeline
from ..types import Raw

pipeline.read([Raw("warm", "html", "<p>The council of Elmford met on Monday, 3 November.</p>" * 9)])
