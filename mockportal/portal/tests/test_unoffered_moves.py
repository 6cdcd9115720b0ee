"""Moves that the table allows and no page offers: who sends them all the same is led right."""

import pytest


def be_a_visitor(visitor):
    return visitor.get("identification")


def be_identified(visitor):
    visitor.identify(visitor.elector())
    return visitor.get("mot-de-passe")


def have_a_mail_sent(visitor):
    visitor.send("identification", identifiant="personne.inconnue@ac-fictive.example")
    return visitor.get("message-envoye")


@pytest.mark.parametrize("stand", [be_a_visitor, be_identified, have_a_mail_sent])
def test_signing_out_before_having_signed_in_leads_home(visitor, stand):
    shown = stand(visitor)
    out = visitor.answer("deconnexion", shown)

    assert (out.status, out.goes_to) == (303, "accueil")
    assert visitor.get("mot-de-passe").goes_to == "identification"


def test_typing_the_code_once_more_while_voting_leads_to_the_scrutins(voter, sound):
    code, shown = voter.elector().vote_code, voter.get("espace")
    drawn = voter.answer("code-de-vote", shown, action="autre-code")
    again = voter.answer("code-de-vote", drawn, code=code)
    voter.cast("csa-ministeriel")

    assert (drawn.status, again.goes_to) == (200, "scrutins")
    assert sound() == {"csa-ministeriel": 1}
