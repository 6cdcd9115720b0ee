"""What any listener answers to bytes that no browser sends: the rows of the attack pack."""

import pytest

from mockportal.edge.tests.small_site import asked
from scenarios.attacks.http_rows import ANYWHERE, MALFORMED
from scenarios.attacks.rows import Place

HERE = Place(host=b"localhost", page=b"/", form=b"/formulaire")
DEAF = Place(host=b"localhost", page=b"/", form=b"/sourd")
MARK = b"marque-7351"


def named(rows):
    """Return rows as parameters, each under what it sends."""
    return [pytest.param(row, id=ascii(f"{row.id} {row.what}")) for row in rows]


def marked(raw):
    """Return a request with a mark that no answer may repeat."""
    line, _, rest = raw.partition(b"\r\n")
    return line + b"\r\nX-Seen: " + MARK + b"\r\n" + rest + b"\r\n\r\n"


@pytest.mark.parametrize("row", named(ANYWHERE))
def test_a_row_is_answered_as_told(site, row):
    with asked(site, HERE.fill(row.raw)) as reply:
        assert reply.status in row.statuses
        assert reply.refusal == row.refusal
        assert not row.ends or reply.closed()
    assert site.seen == []


@pytest.mark.attack("H01")
@pytest.mark.parametrize("row", named(MALFORMED))
def test_malformed_requests_get_fixed_words_and_an_end(site, row):
    raw = DEAF.fill(row.raw)

    with asked(site, raw) as plain, asked(site, marked(raw)) as other:
        assert plain.status == other.status == 400
        assert plain.body == other.body == b'<main data-refusal="unreadable"></main>'
        assert plain.closed()
        assert MARK not in str(other.headers).encode()
    assert site.seen == []
