"""What messages end in: an SMTP sink, an SMS gateway, the inbox; and who brings them there."""

from mockportal.sinks.dispatcher import Dispatcher, Routes, dispatching
from mockportal.sinks.lanes import Pace
from mockportal.sinks.mail_route import MailRoute
from mockportal.sinks.receiving import Receiver
from mockportal.sinks.relay_route import RelayRoute
from mockportal.sinks.routes import routes
from mockportal.sinks.sms_route import SmsRoute
from mockportal.sinks.smtp import SmtpLimits, listening

__all__ = [
    "Dispatcher",
    "MailRoute",
    "Pace",
    "Receiver",
    "RelayRoute",
    "Routes",
    "SmsRoute",
    "SmtpLimits",
    "dispatching",
    "listening",
    "routes",
]
