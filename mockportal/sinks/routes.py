"""Every address of the sinks on the console's port, behind its token."""

from collections.abc import Sequence

from aiohttp import web

from mockportal.sinks.gateway import Gateway
from mockportal.sinks.inbox import Inbox
from mockportal.sinks.mailpit import Mailpit
from mockportal.sinks.receiving import Receiver
from mockportal.sinks.twilio import ROOT, Twilio


def routes(receiver: Receiver) -> Sequence[web.RouteDef]:
    """Return the routes of the gateway, of the inbox, and of Mailpit's shape."""
    gateway, twilio = Gateway(receiver), Twilio(receiver, receiver.store)
    inbox = Inbox(receiver)
    return [
        web.post("/sms/messages", gateway.take),
        web.post(f"{ROOT}.json", twilio.create),
        web.get(f"{ROOT}.json", twilio.list),
        web.get(f"{ROOT}/{{sid}}.json", twilio.fetch),
        *_mailpit(receiver, "/mailpit"),
        *_mailpit(receiver, "/mailpit/{box}"),
        web.get("/inbox", inbox.list_boxes),
        web.get("/inbox/static/{file}", inbox.give_asset),
        web.get("/inbox/{box}", inbox.show),
        web.get("/inbox/{box}/nouvelles", inbox.follow),
        web.get("/inbox/{box}/{id}/html", inbox.show_html),
        web.get("/inbox/{box}/{id}/source", inbox.show_source),
        web.get("/inbox/{box}/{id}/pieces/{part}", inbox.give_part),
    ]


def _mailpit(receiver: Receiver, root: str) -> Sequence[web.RouteDef]:
    mailpit, api = Mailpit(receiver), f"{root}/api/v1"
    return [
        web.get(f"{api}/info", mailpit.tell_info),
        web.get(f"{api}/messages", mailpit.list_messages),
        web.put(f"{api}/messages", mailpit.mark),
        web.delete(f"{api}/messages", mailpit.delete_messages),
        web.post(f"{api}/send", mailpit.send),
        web.get(f"{api}/search", mailpit.search),
        web.delete(f"{api}/search", mailpit.delete_found),
        web.get(f"{api}/message/{{id}}", mailpit.give_message),
        web.get(f"{api}/message/{{id}}/headers", mailpit.give_headers),
        web.get(f"{api}/message/{{id}}/raw", mailpit.give_raw),
        web.get(f"{api}/message/{{id}}/part/{{part}}", mailpit.give_part),
        web.get(f"{root}/view/{{id}}.html", mailpit.show_html),
        web.get(f"{root}/view/{{id}}.txt", mailpit.show_text),
    ]
