"""Property tests try the same examples on every machine: a failure is of the change at hand.

`HYPOTHESIS_PROFILE=search` tries others each time, to look for more.
"""

import os

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
