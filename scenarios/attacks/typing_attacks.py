"""How a value comes into one field of a page, all else being right."""

from scenarios.attacks import typed_rows as fields
from scenarios.attacks.rows import Typed
from scenarios.journeys.renewing import by_mail, by_sms, reach_the_form
from scenarios.journeys.signing_in import give_password, identify, reach_identification
from scenarios.registry import Voter
from scenarios.steps import Journey, Submit


def type_into(row: Typed, voter: Voter) -> Journey[None]:
    """Reach the page of a field, type a value there, and have it refused."""
    match row.field:
        case fields.IDENTIFIER:
            yield from reach_identification()
            yield from identify(row.value, "", row.refusal)
        case fields.PASSWORD:
            yield from reach_identification()
            yield from identify(voter.identifier)
            yield from give_password(row.value, "", row.refusal)
        case fields.MAIL:
            yield from reach_the_form(voter)
            yield Submit("ENVOYER", by_mail(voter) | {row.field: row.value}, refused=row.refusal)
        case _:
            yield from reach_the_form(voter)
            yield Submit("ENVOYER", by_sms(voter) | {row.field: row.value}, refused=row.refusal)
