"""Every page of the trainer's side, on the console's port, behind its token."""

from collections.abc import Sequence

from aiohttp import web

from mockportal.portal.keys import WITNESS
from mockportal.storage.store import Store
from mockportal.trainer import classes, faults, frame, home, news, pilot, voters
from mockportal.trainer.activity import ACTIVITY, Activity
from mockportal.trainer.exercise import pages as exercise
from mockportal.trainer.exercise.drills import DRILLS, Drills
from mockportal.trainer.franceconnect import debugger
from mockportal.trainer.kit import pages as kit

_ONE = "/elections/{election}"


def join(console: web.Application, portal: web.Application, store: Store) -> None:
    """Have the console see what voters do at the portal."""
    console[ACTIVITY] = activity = Activity(store.real.now)
    portal[WITNESS] = activity.saw
    console[DRILLS] = Drills()


def routes() -> Sequence[web.RouteDef]:
    """Return the pages of the console."""
    return [
        web.get("/", home.show_elections),
        web.get("/console/{file}", frame.give_asset),
        web.get("/nouvelles", news.follow_all),
        web.get(_ONE, pilot.show_pilot),
        web.get(f"{_ONE}/nouvelles", news.follow_one),
        web.get(f"{_ONE}/electeurs", voters.list_voters),
        web.get(f"{_ONE}/electeurs/{{identifier}}", voters.show_voter),
        web.get(f"{_ONE}/pannes", faults.show_faults),
        web.get(f"{_ONE}/classe", classes.show_class),
        web.get(f"{_ONE}/projection", classes.project),
        web.get("/exercices", exercise.show_drills),
        web.post("/exercices", exercise.deal),
        web.get("/exercices/{drill}", exercise.show_drill),
        web.delete("/exercices/{drill}", exercise.end),
        web.get("/exercices/{drill}/{number}", exercise.show_call),
        web.post("/exercices/{drill}/{number}", exercise.answer_call),
        web.get(f"{_ONE}/kit", kit.show_kit),
        web.get(f"{_ONE}/kit/imprimer", kit.show_sheets),
        web.get(f"{_ONE}/franceconnect", debugger.show_debugger),
        web.get(f"{_ONE}/franceconnect/nouvelles", debugger.follow_stub),
    ]
