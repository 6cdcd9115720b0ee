// A service on openid-client, from npm: the same pages and the same talk as relying.py.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import * as oidc from 'openid-client';

const SCOPE = 'openid identite_pivot email';
const kept = {};

const server = createServer((request, response) => {
  answer(new URL(request.url, kept.url), response).catch((wrong) => {
    response.writeHead(500).end(String(wrong.stack));
  });
});

async function answer(here, response) {
  if (here.pathname === '/entrer') return go(response, begin());
  if (here.pathname === '/retour') return tell(response, await finish(here));
  if (here.pathname === '/sortir') return go(response, leave());
  return tell(response, Object.fromEntries(here.searchParams));
}

function begin() {
  kept.state = oidc.randomState();
  kept.nonce = oidc.randomNonce();
  return oidc.buildAuthorizationUrl(kept.library, {
    redirect_uri: `${kept.url}/retour`,
    scope: SCOPE,
    acr_values: 'eidas1',
    state: kept.state,
    nonce: kept.nonce,
  });
}

async function finish(here) {
  const tokens = await oidc.authorizationCodeGrant(kept.library, here, {
    expectedState: kept.state,
    expectedNonce: kept.nonce,
    idTokenExpected: true,
  });
  kept.idToken = tokens.id_token;
  const { sub } = tokens.claims();
  const user = await oidc.fetchUserInfo(kept.library, tokens.access_token, sub);
  return { id: tokens.claims(), user };
}

function leave() {
  return oidc.buildEndSessionUrl(kept.library, {
    id_token_hint: kept.idToken,
    post_logout_redirect_uri: `${kept.url}/adieu`,
    state: oidc.randomState(),
  });
}

function go(response, address) {
  response.writeHead(303, { Location: address.href }).end();
}

function tell(response, told) {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(told));
}

async function discover({ issuer, client_id, client_secret, alg }) {
  const metadata = {
    client_secret,
    id_token_signed_response_alg: alg,
    userinfo_signed_response_alg: alg,
  };
  return oidc.discovery(
    new URL(issuer), client_id, metadata, oidc.ClientSecretPost(client_secret),
    { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] },
  );
}

server.listen(0, '127.0.0.1', () => {
  kept.url = `http://127.0.0.1:${server.address().port}`;
  console.log(kept.url);
  createInterface({ input: process.stdin }).once('line', async (line) => {
    kept.library = await discover(JSON.parse(line));
    console.log('ready');
  });
});
