"""The servers that tests stand on do stand."""


def test_a_fresh_election_greets_its_visitors(browser, election):
    page = browser.get(f"/{election.id}/portail/accueil")

    assert page.status_code == 200
    assert 'data-page="accueil"' in page.text


def test_two_tests_never_share_an_election(store):
    first, second = store.create(), store.create()

    assert first.id != second.id
    assert {first.id, second.id} <= set(store.elections())


def test_another_store_on_the_same_records_knows_the_election(election, store_factory):
    other = store_factory()

    assert election.id in other.elections()
