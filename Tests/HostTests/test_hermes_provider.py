"""The tests that come with the Hermes provider: over a bridge that is made up, without Hermes."""

import sys

from real_hermes import ADAPTER

sys.path.append(str(ADAPTER / "tests"))

from test_bridge import *  # noqa: E402, F403
from test_outage import *  # noqa: E402, F403
from test_settings import *  # noqa: E402, F403
from test_turns import *  # noqa: E402, F403
