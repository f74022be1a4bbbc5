"""How a package installed by pip becomes a folder that Hermes looks into."""

import logging
import os
from pathlib import Path

from .settings import hermes_home

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).resolve().parent


def link_into_hermes(folder=None):
    """Links the package as `plugins/memos` of the host's home; what is there already is left alone.

    Returns the link's path where the folder can be loaded, else None."""
    link = (Path(folder) if folder else hermes_home()) / "plugins" / "memos"
    try:
        if link.is_symlink() and not link.exists():
            # Left by a Python environment that is gone.
            link.unlink()
        if not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            os.symlink(PACKAGE, link, target_is_directory=True)
            logger.info("memos: linked %s; `memory.provider: memos` in config.yaml chooses it", link)
        return link
    except OSError as error:
        logger.warning("memos: %s cannot be made: %s", link, error)
        return None
