"""Group D: the réassort: question and NUMEN, link, timed code."""

import re
from urllib.parse import urlsplit

import pytest

CODE = re.compile(r"data-code>([^<]+)<")


@pytest.fixture
def inbox(control, election):
    """Give a way to read the newest message of a voter."""
    box = control.election(election.id)

    def newest(voter, kind="reissue-link", count=1):
        found = ()
        while len(found) < count:
            found += box.messages(
                voter=voter.identifier, kind=kind, wait=10, after=found[-1].id if found else ""
            )
        return found[-1]

    return newest


@pytest.fixture
def elector(visitor):
    """Return an elector with the three scrutins of the tutorial."""
    return visitor.elector()


@pytest.fixture
def link(visitor, elector, inbox):
    """Return the path of a live link, asked for by SMS."""
    visitor.sign_in(elector)
    visitor.ask_link(elector)
    return below_portail(inbox(elector).links[0])


def below_portail(url: str) -> str:
    return urlsplit(url).path.partition("/portail/")[2]


def code_on(page) -> str:
    found = CODE.search(page.source)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.attack("D01")
def test_another_voters_numen_is_a_wrong_pair_like_any(visitor, elector, state):
    other = visitor.others()[1]
    visitor.sign_in(elector)
    before = state()
    wrong_numen = visitor.ask_link(elector, numen=other.numen)
    wrong_answer = visitor.ask_link(elector, reponse="tout autre chose")

    assert wrong_numen.refusal == wrong_answer.refusal == "challenge-wrong"
    assert wrong_numen.told == wrong_answer.told == "Les informations ne correspondent pas."
    assert state() == before


@pytest.mark.attack("D02")
def test_the_sixth_wrong_answer_waits_and_the_voter_is_told(visitor, elector, inbox):
    visitor.sign_in(elector)
    wrong = [visitor.ask_link(elector, reponse="non").status for _ in range(5)]
    page = visitor.ask_link(elector)
    notice = inbox(elector, "security-notice")

    assert wrong == [422] * 5
    assert (page.status, page.refusal) == (429, "too-many")
    assert notice.to == elector.identifier
    assert notice.subject == "[SIMULATION] Votre compte Elections"


@pytest.mark.attack("D03")
@pytest.mark.parametrize("answer", ["", " ", "x", "Quel plat ne cuisinerez-vous jamais ?"])
def test_a_secret_answer_that_protects_nothing_is_refused(visitor, inbox, answer):
    inactive = visitor.elector(active=False)
    visitor.identify(inactive)
    path = below_portail(inbox(inactive, "activation-again").links[0])
    page = visitor.send(
        path,
        mot_de_passe="Un-mot-de-passe-2022",
        confirmation="Un-mot-de-passe-2022",
        question="Quel plat ne cuisinerez-vous jamais ?",
        reponse=answer,
    )
    again = visitor.get(path)

    assert (page.status, page.refusal) == (422, "answer-form")
    assert again.status == 200


@pytest.mark.attack("D04")
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_a_link_fifty_times_consumes_nothing(visitor, browse, link, state, method):
    scanner, before = browse(), state()
    for _ in range(50):
        scanner.client.request(method, link)
    page = visitor.send(link)

    assert state() != before
    assert (page.status, page.goes_to) == (303, "reassort/code")


@pytest.mark.attack("D04")
def test_a_mail_scanner_changes_nothing_stored(browse, link, state, inbox, elector):
    inbox(elector, "security-notice")
    before = state()
    browse().get(link, headers={"Purpose": "prefetch"})

    assert state() == before


@pytest.mark.attack("D05")
def test_the_button_makes_a_code_and_kills_the_old_one_at_once(visitor, elector, link):
    visitor.send(link)
    shown = visitor.get("reassort/code")
    old = visitor.enter_code(elector.vote_code)
    new = visitor.enter_code(code_on(shown))

    assert "Temps restant : 120 secondes" in shown.words
    assert len(code_on(shown)) == 16
    assert (old.status, old.refusal) == (422, "code-replaced")
    assert (new.status, new.goes_to) == (303, "scrutins")


@pytest.mark.attack("D06")
def test_the_same_form_again_shows_the_same_code_and_another_form_none(visitor, link):
    page = visitor.get(link)
    first = visitor.answer(link, page)
    shown = code_on(visitor.get("reassort/code"))
    same = visitor.answer(link, page)
    still = code_on(visitor.get("reassort/code"))
    other = visitor.answer(link, page, cle="another-form-key")

    assert (first.status, same.status) == (303, 303)
    assert shown == still != ""
    assert (other.status, other.refusal) == (410, "link-used")


@pytest.mark.attack("D06")
def test_after_the_time_on_screen_the_same_form_finds_a_used_link(visitor, link, advance):
    page = visitor.get(link)
    visitor.answer(link, page)
    advance(120)
    again = visitor.answer(link, page)

    assert (again.status, again.refusal) == (410, "link-used")
    assert again.told == "Ce lien a déjà servi. Demandez un nouveau code."


@pytest.mark.attack("D08")
def test_after_twenty_guesses_an_address_waits(visitor):
    guesses = [visitor.get(f"reassort/lien/{'x' * 20}{n:02}").status for n in range(20)]
    page = visitor.get("reassort/lien/" + "y" * 22)

    assert guesses == [404] * 20
    assert (page.status, page.refusal) == (429, "too-many")


@pytest.mark.attack("D08")
def test_the_store_does_not_hold_the_token_of_a_link(link, state):
    token = link.rpartition("/")[2]

    assert len(token) == 22
    assert token not in str(state()["link"])


@pytest.mark.attack("D09")
@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3], lambda t: f"{t}>", lambda t: f"{t}.", str.upper]
)
def test_a_token_spoilt_by_a_mail_client_is_unknown(visitor, link, spoil):
    head, _, token = link.rpartition("/")
    page = visitor.get(f"{head}/{spoil(token)}")

    assert (page.status, page.refusal) == (404, "link-unknown")
    assert page.told == "Lien inconnu. Copiez l'adresse entière reçue par message."


@pytest.mark.attack("D10")
@pytest.mark.parametrize(
    ("age", "status", "refusal"),
    [(3599.999, 303, ""), (3600, 410, "link-expired"), (3600.001, 410, "link-expired")],
)
def test_a_link_serves_for_an_hour_the_end_excluded(visitor, link, advance, age, status, refusal):
    advance(age - 60)
    page = visitor.get(link)
    advance(60)
    pressed = visitor.answer(link, page)

    assert (pressed.status, pressed.refusal) == (status, refusal)


@pytest.mark.attack("D11")
def test_the_older_of_two_links_is_replaced_and_the_newer_untouched(
    visitor, elector, link, inbox, advance
):
    advance(61)
    visitor.ask_link(elector)
    newer = below_portail(inbox(elector, count=2).links[0])
    old = visitor.get(link)
    page = visitor.send(newer)

    assert (old.status, old.refusal) == (410, "link-replaced")
    assert old.told == "Lien remplacé par votre demande de 08h48."
    assert (page.status, page.goes_to) == (303, "reassort/code")


@pytest.mark.attack("D12")
def test_a_link_in_another_voters_visit_is_refused_and_not_consumed(browse, visitor, link):
    other = browse()
    other.sign_in(other.others()[1])
    refused = other.get(link)
    page = visitor.send(link)

    assert (refused.status, refused.refusal) == (403, "link-other-voter")
    assert page.status == 303


@pytest.mark.attack("D13")
def test_the_phone_that_got_the_sms_may_open_the_link(browse, link):
    phone = browse()
    pressed = phone.send(link)
    shown = phone.get("reassort/code")

    assert pressed.status == 303
    assert len(code_on(shown)) == 16


@pytest.mark.attack("D13")
def test_where_the_link_is_bound_to_the_visit_sign_in_comes_first(browse, store, control):
    bound = store.create(reissue={"bind_to_session": True})
    visitor, phone = browse(bound), browse(bound)
    elector = visitor.elector()
    visitor.sign_in(elector)
    visitor.ask_link(elector)
    sms = control.election(bound.id).messages(
        voter=elector.identifier, kind="reissue-link", wait=10
    )
    path = below_portail(sms[0].links[0])
    refused = phone.get(path)
    pressed = visitor.send(path)

    assert (refused.status, refused.goes_to) == (303, "identification")
    assert (pressed.status, pressed.goes_to) == (303, "reassort/code")


@pytest.mark.attack("D14")
def test_a_token_stands_in_the_address_of_one_page_only(visitor, link):
    token = link.rpartition("/")[2]
    visitor.send(link)
    shown = visitor.get("reassort/code")

    assert token not in shown.source
    assert shown.answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.attack("D15")
def test_a_foreign_host_is_answered_nothing_and_links_keep_their_address(visitor, elector, inbox):
    visitor.sign_in(elector)
    shown = visitor.get("reassort/defi")
    fields = {**visitor.tokens(shown), "numen": elector.numen, "reponse": elector.secret_answer}
    fields |= {"canal": "sms", "telephone": elector.phone}
    poisoned = visitor.post("reassort/defi", fields, headers={"Host": "evil.example"})
    visitor.post("reassort/defi", fields)

    assert poisoned.status == 421
    assert inbox(elector).links[0].startswith(visitor.server.portal)


@pytest.mark.attack("D16")
@pytest.mark.parametrize(
    ("age", "status"),
    [(0, 200), (60, 200), (119.9, 200), (119.999, 200), (120, 410), (120.001, 410), (3600, 410)],
)
@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}, {"If-None-Match": "*"}])
def test_the_code_is_on_screen_for_120_seconds_the_end_excluded(
    visitor, link, advance, age, status, headers
):
    visitor.send(link)
    advance(age) if age else None
    page = visitor.get("reassort/code", headers=headers)

    assert page.status == status
    assert bool(code_on(page)) is (status == 200)
    assert page.refusal == ("" if status == 200 else "reveal-gone")


@pytest.mark.attack("D16")
def test_a_code_swept_from_the_store_is_still_said_to_be_gone(visitor, link, advance, store, state):
    visitor.send(link)
    advance(120)
    store.loop.run(store.behind.sweep())
    page = visitor.get("reassort/code")

    assert (page.status, page.refusal) == (410, "reveal-gone")
    assert ["" in row for row in state()["reveal"]] == [True]


@pytest.mark.attack("D18")
def test_another_browser_never_sees_the_code(visitor, browse, link):
    visitor.send(link)
    page = browse().get("reassort/code")

    assert (page.status, page.refusal) == (404, "unknown-page")


@pytest.mark.attack("D19")
def test_the_code_is_in_no_message_title_address_or_table(visitor, elector, link, control, state):
    visitor.send(link)
    shown = visitor.get("reassort/code")
    code = code_on(shown)
    messages = control.election(visitor.election.id).messages(voter=elector.identifier)

    assert code not in shown.attribute("<title>")
    assert all(code not in one.text + one.subject + one.html for one in messages)
    assert code not in str(state())


@pytest.mark.attack("D20")
def test_a_fourth_request_within_the_hour_waits(visitor, elector, advance):
    visitor.sign_in(elector)
    asked = []
    for _ in range(4):
        asked.append(visitor.ask_link(elector))
        advance(61)

    assert [one.status for one in asked] == [303, 303, 303, 429]
    assert asked[3].refusal == "reissue-throttled"
    assert asked[3].told == "Prochaine demande possible à 09h47."


@pytest.mark.attack("D21")
def test_a_code_replaced_elsewhere_takes_back_what_it_opened(browse, voter, inbox):
    elector, second = voter.elector(), browse()
    second.sign_in(elector)
    second.ask_link(elector)
    second.send(below_portail(inbox(elector).links[0]))
    page = voter.send("vote/csa-ministeriel", action="je-veux-voter")
    looked = voter.get("vote/csa-ministeriel")

    assert (page.status, page.refusal) == (409, "code-revoked")
    assert "/portail/code-de-vote" in page.source
    assert looked.status == 409


@pytest.mark.attack("D22")
def test_who_has_voted_gets_the_same_answer_as_who_has_not(browse, voter):
    elector, second = voter.elector(), browse()
    for scrutin in elector.scrutins:
        voter.cast(scrutin)
    second.sign_in(elector)
    asked = second.ask_link(elector)
    told = second.get("message-envoye")
    other = browse()
    fresh = other.others()[1]
    other.sign_in(fresh)
    other.ask_link(fresh)

    assert (asked.status, asked.goes_to) == (303, "message-envoye")
    assert told.words[:60] == other.get("message-envoye").words[:60]


@pytest.mark.attack("D24")
def test_after_closing_there_is_no_new_code_and_a_shown_one_stays_its_time(
    visitor, link, control, election
):
    clock = control.election(election.id)
    clock.set_clock(at="2022-12-08T16:59:00+01:00")
    visitor.sign_in(visitor.elector())
    visitor.ask_link(visitor.elector())
    sms = clock.messages(voter=visitor.elector().identifier, kind="reissue-link", wait=10)
    while len(sms) < 2:
        sms += clock.messages(
            voter=visitor.elector().identifier, kind="reissue-link", wait=10, after=sms[-1].id
        )
    visitor.send(below_portail(sms[-1].links[0]))
    clock.advance(to="closing")
    shown = visitor.get("reassort/code")
    refused = visitor.get("reassort")
    clock.advance(seconds=60)

    assert (shown.status, bool(code_on(shown))) == (200, True)
    assert (refused.status, refused.refusal) == (409, "closed")
    assert visitor.get("reassort/code").refusal == "reveal-gone"


@pytest.mark.attack("D25")
def test_envoyer_pressed_twice_sends_one_message(visitor, elector, control):
    visitor.sign_in(elector)
    shown = visitor.get("reassort/defi")
    fields = {"reponse": elector.secret_answer, "numen": elector.numen, "canal": "sms"}
    fields["telephone"] = elector.phone
    pressed = [visitor.answer("reassort/defi", shown, **fields).goes_to for _ in range(2)]
    box = control.election(visitor.election.id)
    first = box.messages(voter=elector.identifier, kind="reissue-link", wait=10)
    box.messages(voter=elector.identifier, kind="security-notice", wait=10)

    assert pressed == ["message-envoye", "message-envoye"]
    assert len(box.messages(voter=elector.identifier, kind="reissue-link")) == len(first) == 1
