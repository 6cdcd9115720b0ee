// oidc-provider with its own development screens: ES256, userinfo as a signed token.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [client_id, client_secret, redirect_uri] = process.argv.slice(2);
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' };

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id,
      client_secret,
      redirect_uris: [redirect_uri],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: 'ES256',
      userinfo_signed_response_alg: 'ES256',
    }],
    claims: { openid: ['sub'], email: ['email'], profile: ['family_name', 'given_name'] },
    cookies: { keys: ['not a secret'] },
    features: { devInteractions: { enabled: true }, jwtUserinfo: { enabled: true } },
    findAccount: (ctx, sub) => ({
      accountId: sub,
      claims: () => ({ sub, email: `${sub}@contact.example`, family_name: 'QUIDAM', given_name: 'Alix' }),
    }),
    jwks: { keys: [jwk] },
    pkce: { required: () => false },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
