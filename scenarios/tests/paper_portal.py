"""A portal of five pages, kept in a dictionary: enough to try a driver on."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from scenarios.transport import Answer, Unreachable

URL = "http://127.0.0.1:8080/essai"

LOGIN = """<!doctype html><html lang="fr"><head><title>[SIMULATION] Accès</title>
<style>h1 {{ color: red }}</style></head><body>
<p>SIMULATION – aucun vote réel</p>
<main data-page="identification"{refused}>
<h1>Accès au\u00a0portail <em>Élections</em></h1>{alert}
<a href="/essai/portail/accueil">RETOUR</a>
<form method="post" action="identification">
<input type="hidden" name="jeton" value="j1"><input type="hidden" name="cle" value="c1">
<label for="i">Identifiant <span>*</span></label>
<input id="i" name="identifiant" value="{typed}">
<a href="identifiant-oublie">Vous ne connaissez pas votre identifiant&nbsp;?</a>
<img data-captcha="d4" src="captcha/d4/image" alt="Code de contrôle à recopier">
<label for="c">CAPTCHA *</label><input id="c" name="captcha">
<button>CONNEXION</button>
<button name="action" value="autre" formaction="autre-code">Générer un autre code</button>
<button disabled>Fermé</button>
</form></main></body></html>"""

CHOICE = """<html><body><main data-page="choix"><h1>Choix</h1>
<form action="/essai/portail/vu">
<label for="q">Votre question Défi :</label> <select id="q" name="question">
<option value="">–</option><option value="q2">Comment s'appelle votre chien ?</option></select>
<fieldset><legend>Envoi</legend>
<input type="radio" id="s" name="canal" value="sms" checked><label for="s">Par SMS</label>
<input type="radio" id="m" name="canal" value="email"><label for="m">Par E-MAIL</label></fieldset>
<input type="checkbox" id="n" name="noter"><label for="n">Noter</label>
<textarea name="mot" aria-label="Mot">rien</textarea>
<button name="envoi" value="1" aria-label="ENVOYER la demande">ENVOYER</button>
<button type="button">Rien</button></form>
<table><tr><td>CSA ministériel</td><td><a href="vote/a">Voter</a></td></tr>
<tr><td>CCP</td><td><a href="vote/b">Voter</a></td></tr></table>
<a href="preuve" download>La preuve</a> <a href="son">Le son</a> <a href="rien">Autre chose</a>
</main></body></html>"""


class PaperPortal:
    """The answers of a portal, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Mapping[str, str], dict[str, list[str]]]] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Answer as the portal would."""
        fields = parse_qs((body or b"").decode() or urlsplit(url).query, keep_blank_values=True)
        path = urlsplit(url).path.removeprefix("/essai/portail/")
        self.asked.append((method, path, headers, fields))
        match method, path:
            case "GET" | "HEAD", "identification":
                return _page(LOGIN.format(refused="", alert="", typed=""))
            case "POST", "identification" if fields["captcha"] == ["4363"]:
                place = ("Location", "/essai/portail/espace#haut")
                return Answer(303, [place, ("Set-Cookie", "essai-v=1; Path=/essai; HttpOnly")], b"")
            case "POST", "identification":
                alert = '<div role="alert"><p>La saisie</p><p>- si vous</p></div>'
                refused = ' data-refusal="captcha-wrong"'
                typed = fields["identifiant"][0]
                return _page(LOGIN.format(refused=refused, alert=alert, typed=typed), 422)
            case "GET", "espace" if "essai-v=1" in headers.get("Cookie", ""):
                return _page('<main data-page="espace"><h1>Espace électeur</h1></main>')
            case "GET" | "HEAD", "choix":
                return _page(CHOICE)
            case "GET", "vu":
                return _page("<h1>Vu</h1>")
            case "GET", "boucle":
                return Answer(303, [("location", "boucle")], b"")
            case "GET", "muet":
                raise Unreachable
            case "GET", "preuve":
                return Answer(200, [("Content-Type", "text/plain; charset=utf-8")], b"SIMULATION")
            case "GET", "son":
                return Answer(200, [("Content-Type", "audio/wav")], b"RIFF")
        return _page("<main><h1>Page introuvable</h1></main>", 404)


def _page(body: str, status: int = 200) -> Answer:
    return Answer(status, [("Content-Type", "text/html; charset=utf-8")], body.encode())
