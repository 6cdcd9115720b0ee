"""Settings are the same from the command line and from the environment."""

from contextlib import closing

import pytest

from mockportal.config import Settings
from mockportal.doors import Doors

NO_PORTS = {"port": 0, "franceconnect_port": 0, "console_port": 0, "smtp_port": 0}
OTHER = "127.0.0.2"
"""An interface of this machine alone that is not the usual one."""


@pytest.mark.parametrize(
    ("written", "read"),
    [("portal", ("portal",)), ("portal, web.test", ("portal", "web.test")), ("", ())],
)
def test_a_list_in_the_environment_has_commas(monkeypatch, written, read):
    monkeypatch.setenv("MOCKPORTAL_HOSTS", written)

    assert Settings().hosts == read


@pytest.mark.attack("J01")
@pytest.mark.parametrize(("asked", "found"), [({}, "127.0.0.1"), ({"smtp_listen": OTHER}, OTHER)])
def test_the_mail_sink_stays_on_this_machine_unless_it_is_named(asked, found):
    with closing(Doors.opened(Settings(listen=OTHER, **NO_PORTS, **asked))) as doors:
        heard = {name: getattr(doors, name).getsockname()[0] for name in doors.__slots__}

    assert heard == {"portal": OTHER, "franceconnect": OTHER, "console": OTHER, "smtp": found}
