"""Elections made, looked at, copied, restored and deleted by the control API."""

import pytest

from mockportal.client import ControlError
from mockportal.election import dumped, load
from scenarios.journeys.voting import vote


def test_a_fresh_election_has_its_urls_and_its_clock(control, server):
    made = control.create("formation", at="2022-12-01T08:47:00+01:00", frozen=True)

    seen = made.look()
    assert seen.urls.portal == f"{server.portal}/{made.id}/portail/accueil"
    assert seen.urls.api == f"{server.console}/api/elections/{made.id}"
    assert seen.clock.at.isoformat() == "2022-12-01T08:47:00+01:00"
    assert (seen.clock.frozen, seen.clock.phase) == (True, "open")
    assert (seen.incarnation, seen.copied_from, seen.size, seen.sealed) == (1, None, 40, False)


def test_without_an_instant_the_clock_shows_the_opening(control):
    made = control.create("formation", frozen=True)

    assert made.clock().at.isoformat() == "2022-12-01T08:00:00+01:00"


def test_an_instant_without_offset_is_paris_time(control):
    made = control.create("formation", at="2022-11-20T10:00", frozen=True)

    assert made.clock().at.isoformat() == "2022-11-20T10:00:00+01:00"


def test_seed_and_size_make_another_roll(control):
    first = control.create("formation", seed=1, size=50)
    second = control.create("formation", seed=2, size=60)

    assert (first.look().size, second.look().size) == (50, 60)
    assert first.voters(after=30).voters[0] != second.voters(after=30).voters[0]


def test_settings_are_laid_over_the_file(control):
    made = control.create("formation", settings={"reveal": {"seconds": 30}, "title": "Essai"})

    seen = made.look()
    assert (seen.title, seen.definition["reveal"]["seconds"]) == ("Essai", 30)
    assert seen.definition["session"]["idle_minutes"] == 60


def test_a_whole_definition_may_be_sent_instead_of_a_name(control, election):
    told = dumped(load("formation")) | {"id": f"{election.id}-own", "title": "Toute à moi"}

    made = control.create(told)

    assert (made.id, made.look().title) == (f"{election.id}-own", "Toute à moi")


def test_a_definition_without_an_id_gets_one(control):
    told = {key: value for key, value in dumped(load("formation")).items() if key != "id"}

    assert control.create(told).id != control.create(told).id


def test_the_client_derives_the_same_electors(control):
    made = control.create("formation", seed=11)

    card = made.voters(after=20, limit=1).voters[0]
    assert made.electors[20].identifier == card.identifier
    assert made.electors[20].vote_code == card.vote_code


def test_every_election_is_listed(control, remote):
    assert remote.id in [one.id for one in control.elections()]


REFUSED = {
    "unknown file": ({"from": "nowhere"}, 422, "nom inconnu"),
    "no source": ({}, 422, "from : clé obligatoire absente"),
    "unknown key": ({"from": "formation", "colour": 1}, 422, "colour : clé inconnue"),
    "size of text": ({"from": "formation", "size": "40"}, 422, "size : "),
    "size of nobody": ({"from": "formation", "size": 0}, 422, "size : "),
    "wrong setting": (
        {"from": "formation", "settings": {"reveal": {"seconds": 0}}},
        422,
        "reveal.seconds, trouvé 0, attendu 1 au moins",
    ),
    "unknown setting": ({"from": "formation", "settings": {"reveel": {}}}, 422, "reveal ?"),
    "broken definition": ({"from": {"title": "Essai"}}, 422, "clé obligatoire absente"),
    "no date": ({"from": "formation", "at": "demain"}, 422, "Date hors limites."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_wrong_description_is_refused_and_says_why(api, case):
    body, status, words = REFUSED[case]

    answer = api.post("/api/elections", json=body)

    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert words in problem["detail"]


@pytest.mark.attack("K08")
@pytest.mark.parametrize("name", ["static", "healthz", "readyz", ".well-known", "api", "inbox"])
def test_a_reserved_word_is_no_id(api, name):
    answer = api.post("/api/elections", json={"from": "formation", "id": name})

    assert (answer.status_code, answer.json()["detail"]) == (422, "Nom réservé.")


@pytest.mark.attack("A17")
@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b", "Majuscule", "é", "", "x" * 33])
def test_a_name_that_is_a_path_touches_nothing(api, remote, name):
    bodies = (
        ("/api/elections", {"from": name}),
        ("/api/elections", {"from": "formation", "id": name}),
        (f"/api/elections/{remote.id}/copies", {"id": name}),
        (f"/api/elections/{remote.id}/restore", {"from": name}),
    )

    answers = [api.post(path, json=body) for path, body in bodies]

    assert {one.status_code for one in answers} == {422}
    assert {one.json()["detail"] for one in answers} == {"Nom non autorisé."}


@pytest.mark.attack("J08")
@pytest.mark.parametrize(
    "definition",
    [
        '{"from": ' + '{"a": ' * 40 + "1" + "}" * 41,
        '{"from": "formation", "size": 1' + "0" * 5000 + "}",
        '{"from": "formation", "from": "formation"}',
        '{"from": "formation", "speed": NaN}',
        '{"from": ',
        "[" * 2000,
    ],
)
def test_json_that_parsers_disagree_on_is_refused(api, definition):
    answer = api.post(
        "/api/elections", content=definition, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["detail"] == "Requête illisible. Rien n'a été enregistré."


@pytest.mark.attack("J08")
def test_a_definition_too_large_is_refused(api):
    answer = api.post("/api/elections", json={"from": {"title": "x" * 300_000}})

    assert (answer.status_code, answer.json()["detail"]) == (413, "Envoi trop volumineux.")


@pytest.mark.attack("J14")
def test_an_id_in_use_is_not_taken_again(control, remote):
    other = control.create("formation", frozen=True)
    before = other.look()

    with pytest.raises(ControlError) as by_creation:
        control.create("formation", id=other.id)
    with pytest.raises(ControlError) as by_copy:
        remote.copy(other.id)

    assert (by_creation.value.status, by_copy.value.status) == (409, 409)
    assert other.look() == before


def test_an_election_without_ballots_is_deleted_at_once(control, remote):
    remote.delete()

    with pytest.raises(ControlError) as gone:
        control.election(remote.id)
    assert (gone.value.status, gone.value.problem.refusal) == (404, "unknown-page")


@pytest.mark.attack("J14")
@pytest.mark.parametrize("confirm", [None, "", "somebody-else"])
def test_ballots_are_not_deleted_without_the_elections_name(walk, voter, remote, confirm):
    walk(vote(voter))
    before = remote.look()

    with pytest.raises(ControlError) as refused:
        remote.delete(confirm=confirm)

    assert refused.value.status == 422
    assert refused.value.problem.detail == "Confirmez avec l'identifiant de l'élection."
    assert remote.look() == before


@pytest.mark.attack("J14")
def test_ballots_are_deleted_when_the_election_is_named_again(control, walk, voter, remote):
    walk(vote(voter))

    remote.delete(confirm=remote.id)

    assert remote.id not in [one.id for one in control.elections()]


@pytest.mark.attack("J14")
def test_ballots_are_not_annulled_without_the_elections_name(walk, voter, remote):
    copy = remote.copy()
    walk(vote(voter))
    before = remote.look()

    with pytest.raises(ControlError) as refused:
        remote.restore(copy)

    assert refused.value.problem.detail == "Confirmez avec l'identifiant de l'élection."
    assert remote.look() == before


def test_a_copy_has_the_votes_of_its_original(walk, voter, remote):
    walk(vote(voter))

    copy = remote.copy()

    assert copy.look().scrutins == remote.look().scrutins
    assert copy.look().copied_from == remote.id
    assert copy.voter(voter.identifier).voted == ("csa-ministeriel",)
    assert copy.audit().holds


def test_a_copy_lives_on_by_itself(walk, control, remote):
    copy = remote.copy()
    voter = copy.claim(state="activated")

    walk(vote(voter), copy)
    copy.advance(seconds=3600)

    assert sum(one.ballots for one in copy.look().scrutins) == 1
    assert sum(one.ballots for one in remote.look().scrutins) == 0
    assert remote.clock().at.isoformat() == "2022-12-01T08:47:00+01:00"


def test_a_restore_brings_back_state_and_hour(walk, voter, remote):
    copy = remote.copy()
    walk(vote(voter))
    remote.advance(seconds=86_400)

    remote.restore(copy, confirm=remote.id)

    seen = remote.look()
    assert (seen.incarnation, sum(one.ballots for one in seen.scrutins)) == (2, 0)
    assert seen.clock.at.isoformat() == "2022-12-01T08:47:00+01:00"
    assert remote.voter(voter.identifier).state == "activated"
    assert remote.audit().holds


def test_the_journal_tells_what_a_restore_annulled(walk, voter, remote):
    copy = remote.copy()
    walk(vote(voter))

    remote.restore(copy, confirm=remote.id)

    last = remote.journal()[-1]
    assert last.kind == "restored"
    assert '"annulled": 1' in last.detail


def test_one_may_vote_again_after_a_restore(walk, voter, remote):
    copy = remote.copy()
    walk(vote(voter))

    remote.restore(copy, confirm=remote.id)

    assert len(walk(vote(voter))) > 0
    assert remote.audit().holds


def test_an_election_is_restored_from_its_own_copies_alone(control, remote):
    stranger = control.create("formation")

    with pytest.raises(ControlError) as refused:
        remote.restore(stranger)

    assert refused.value.status == 422
    assert remote.look().incarnation == 1
