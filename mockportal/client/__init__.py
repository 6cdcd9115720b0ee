"""The control API as Python, for tests and tools: ``Control(url, token)``.

The server reads the models of the answers from here too; it does not need the HTTP client, which
is therefore loaded when first asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockportal.client.control import Control, ControlError
    from mockportal.client.remote_election import RemoteElection

__all__ = ["Control", "ControlError", "RemoteElection"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from mockportal.client import control

    return getattr(control, name)
