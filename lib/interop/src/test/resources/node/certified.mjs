// A real OpenID provider with everything that the certified oidc-provider can do, on free loopback ports.
//
// CLIENT_KEYS         the private JWKS of the clients (required)
// TLS_DIR             a folder with certificates: https, mutual TLS on a second port, and the clients for it
// DPOP_NONCE          on: proofs need a nonce of the server (default off)
// REGISTRATION_TOKEN  an initial access token without which nobody registers (default: anybody may)
// ACCESS_TOKEN_SECONDS, DEVICE_CODE_SECONDS, CIBA_SECONDS, ROTATE_REFRESH_TOKENS
//
// Whom a `login_hint` names is signed in without a page, and `login_hint=deny` refuses; without a hint there are pages, and the
// password is the name. Without any login:
//
//   POST /interop/device?user_code=…&decision=allow|deny
//   POST /interop/ciba?auth_req_id=…&decision=allow|deny
//
// Resource servers are `urn:interop:opaque` and `urn:interop:jwt`, with the scopes `api:read api:write`. Authorization
// details of the type `payment` need a resource. Assertions are taken from https://issuer.test, signed with the clients' keys.
//
// The line `READY <issuer>` on stdout says that it answers. It ends when stdin ends.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import http from 'node:http';
import Provider, { errors } from 'oidc-provider';
import { clients, publicKeys } from './certified-clients.mjs';
import { extraTokenClaims, registerGrants } from './certified-grants.mjs';
import { endpointAliases, mutualTls, tlsServers } from './certified-tls.mjs';
import { decideCiba, decideDevice, hintedInteraction, interaction } from './interaction.mjs';
import { confirmDevicePage, deviceCodePage, finishedPage, logoutPage } from './pages.mjs';

const setting = (name, fallback) => process.env[name] ?? fallback;
const seconds = (name, fallback) => Number(setting(name, fallback));
const certificates = process.env.TLS_DIR;
const jwks = publicKeys(process.env.CLIENT_KEYS);

const key = (type, options, extra) => ({ ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), ...extra });
const serverKeys = [
  key('rsa', { modulusLength: 2048 }, { use: 'sig', kid: 'rsa' }),
  key('ec', { namedCurve: 'P-256' }, { use: 'sig', kid: 'p-256' }),
  key('ec', { namedCurve: 'P-384' }, { use: 'sig', kid: 'p-384' }),
  key('ec', { namedCurve: 'P-521' }, { use: 'sig', kid: 'p-521' }),
  key('ed25519', {}, { use: 'sig', kid: 'ed25519' }),
  key('rsa', { modulusLength: 2048 }, { use: 'enc', kid: 'rsa-enc' }),
  key('ec', { namedCurve: 'P-256' }, { use: 'enc', kid: 'p-256-enc' }),
];

const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'];
const SYMMETRIC = ['HS256', 'HS384', 'HS512'];
const KEY_WRAPS = ['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW', 'A128KW', 'A256KW', 'dir'];
const CONTENT = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'];

const algorithms = {
  clientAuthSigningAlgValues: [...SIGNATURES, ...SYMMETRIC],
  dPoPSigningAlgValues: SIGNATURES,
};
for (const signed of ['idToken', 'userinfo', 'requestObject', 'authorization', 'introspection']) {
  algorithms[`${signed}SigningAlgValues`] = [...SIGNATURES, ...SYMMETRIC];
  algorithms[`${signed}EncryptionAlgValues`] = KEY_WRAPS;
  algorithms[`${signed}EncryptionEncValues`] = CONTENT;
}

const resourceServers = { 'urn:interop:opaque': 'opaque', 'urn:interop:jwt': 'jwt' };
const getResourceServerInfo = (ctx, resource) => {
  const accessTokenFormat = resourceServers[resource];
  if (!accessTokenFormat) throw new errors.InvalidTarget();
  return { audience: resource, scope: 'api:read api:write', accessTokenFormat, jwt: { sign: { alg: 'ES256' } } };
};

const requestedDetails = (ctx) => (ctx.oidc.params.authorization_details
  ? JSON.parse(ctx.oidc.params.authorization_details)
  : undefined);

const configuration = (aliases) => ({
  clients: clients(jwks, certificates),
  jwks: { keys: serverKeys },
  cookies: { keys: [randomBytes(24).toString('hex')] },
  findAccount: (ctx, subject) => (subject === 'nobody' ? undefined : {
    accountId: subject,
    claims: () => ({
      sub: subject,
      name: `${subject} Example`,
      preferred_username: subject,
      email: `${subject}@example.org`,
      email_verified: true,
    }),
  }),
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
  scopes: ['openid', 'offline_access', 'profile', 'email'],
  acrValues: ['urn:interop:password', 'urn:interop:strong'],
  clientAuthMethods: [
    'none',
    'client_secret_basic',
    'client_secret_post',
    'client_secret_jwt',
    'private_key_jwt',
    ...(certificates ? ['tls_client_auth', 'self_signed_tls_client_auth'] : []),
  ],
  enabledJWA: algorithms,
  extraTokenClaims,
  ...(aliases && { discovery: { mtls_endpoint_aliases: aliases } }),
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: setting('ROTATE_REFRESH_TOKENS', 'on') === 'on',
  interactions: { url: (ctx, { uid }) => `/interaction/${uid}` },
  ttl: {
    AccessToken: seconds('ACCESS_TOKEN_SECONDS', '600'),
    ClientCredentials: seconds('ACCESS_TOKEN_SECONDS', '600'),
    DeviceCode: seconds('DEVICE_CODE_SECONDS', '120'),
    BackchannelAuthenticationRequest: seconds('CIBA_SECONDS', '120'),
    RefreshToken: 86400,
    AuthorizationCode: 60,
    IdToken: 600,
    Interaction: 600,
    Session: 3600,
    Grant: 86400,
  },
  features: {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    encryption: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    jwtIntrospection: { enabled: true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled: true, initialAccessToken: setting('REGISTRATION_TOKEN', false) },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    requestObjects: { enabled: true },
    revocation: { enabled: true },
    mTLS: certificates ? mutualTls(certificates) : { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: logoutPage,
      postLogoutSuccessSource: (ctx) => finishedPage(ctx, 'You are signed out.', 'signed-out'),
    },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (ctx, form, out, error) => deviceCodePage(ctx, form, error),
      userCodeConfirmSource: (ctx, form, client, info, userCode) => confirmDevicePage(ctx, form, client, userCode),
      successSource: (ctx) => finishedPage(ctx, 'Your device is signed in.', 'allowed'),
    },
    dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => setting('DPOP_NONCE', 'off') === 'on' },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: (ctx, hint) => hint,
      processLoginHintToken: (ctx, token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).sub,
      triggerAuthenticationDevice: () => {},
      validateBindingMessage: () => {},
      validateRequestContext: () => {},
      verifyUserCode: () => {},
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      useGrantedResource: () => true,
      getResourceServerInfo,
    },
    richAuthorizationRequests: {
      enabled: true,
      types: { payment: { validate: () => {} } },
      authorizationDetailsForGrantSource: (ctx) => ctx.oidc.grant.rar,
      authorizationDetailsForAccessToken: (ctx, token, source) => requestedDetails(ctx) ?? source?.rar,
      authorizationDetailsForIntrospection: (ctx, token) => token.rar,
    },
  },
});

const routes = (provider) => async (ctx, next) => {
  if (ctx.path.startsWith('/interaction/')) {
    if (!await hintedInteraction(provider, ctx)) await interaction(provider, ctx);
  } else if (ctx.path === '/interop/device') {
    await decideDevice(provider, ctx);
  } else if (ctx.path === '/interop/ciba') {
    await decideCiba(provider, ctx);
  } else {
    await next();
    if (['/device/auth', '/backchannel'].includes(ctx.path) && ctx.status === 200) ctx.body = { ...ctx.body, interval: 1 };
  }
};

const listening = (server) =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${server.address().port}`));
  });

const { plain, mutual } = certificates ? tlsServers(certificates) : { plain: http.createServer() };
const issuer = `${certificates ? 'https' : 'http'}://${await listening(plain)}`;
const aliases = mutual && endpointAliases(`https://${await listening(mutual)}`);

const provider = new Provider(issuer, configuration(aliases));
registerGrants(provider, jwks, getResourceServerInfo);
provider.use(routes(provider));
for (const event of [
  'server_error',
  'authorization.error',
  'backchannel_authentication.error',
  'device_authorization.error',
  'grant.error',
  'introspection.error',
  'pushed_authorization_request.error',
  'registration_create.error',
  'userinfo.error',
]) {
  provider.on(event, (ctx, error) =>
    console.error(event, error.error ?? error.stack, error.error_description ?? '', error.error_detail ?? ''));
}
for (const server of [plain, mutual]) server?.on('request', provider.callback());
console.log(`READY ${issuer}`);

process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
