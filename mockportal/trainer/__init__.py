"""The trainer's side: console, classroom, and whatever else helps to teach, as pages.

To add pages of your own, in a module or package of this one:

1. Put templates in a folder: ``PAGES = Pages(Path(__file__).parent / "templates")``; each begins
   with ``{% extends "_frame.html" %}`` and fills the blocks ``title``, ``scripts``, ``content``.
   The stylesheet has cards (``carte``), grids (``grille``, ``colonnes``, ``pile``), buttons
   (``bouton``), labels (``etiquette``), tables (``tableau``), records (``fiche``).
2. Answer with ``PAGES.answer(request, "page.html", ...)``; given ``election=await
   frame.standing(request)`` and ``here="end-of-the-address"``, the page gets the election's clock
   and tabs. A tab is one line of ``frame.TABS``.
3. List your addresses in ``routes.py``: they stand behind the console's token.
4. No inline script or style: the policy forbids it. ``console.js`` does, without a line of yours:
   ``<button data-call="POST /api/..." data-body='{...}'>`` and ``<form data-call="...">`` call the
   control API as JSON, with the form token; ``data-confirm`` asks first, ``data-then`` goes on,
   ``data-done`` says what was done; parts marked ``data-live`` (with an id) are fetched again when
   the election's state changes, on pages whose body names ``data-events``.
"""

from mockportal.trainer.pupils import pupil_routes
from mockportal.trainer.routes import join, routes
from mockportal.trainer.teaching import OPERATIONS

__all__ = ["OPERATIONS", "join", "pupil_routes", "routes"]
