// A real OpenID provider on a free loopback port, in front of which py-oidc-auth runs.
//
// Settings come from the environment; the line `READY <issuer>` on stdout says that it answers. It ends when stdin ends, so
// that nothing is left over when whoever started it is killed.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';
import { decideDevice, interaction } from './interaction.mjs';
import { confirmDevicePage, deviceCodePage, finishedPage } from './pages.mjs';

const setting = (name, fallback) => process.env[name] ?? fallback;
const accessTokenSeconds = Number(setting('ACCESS_TOKEN_SECONDS', '600'));
const refreshTokenSeconds = Number(setting('REFRESH_TOKEN_SECONDS', '86400'));
const deviceCodeSeconds = Number(setting('DEVICE_CODE_SECONDS', '120'));
const deviceIntervalSeconds = Number(setting('DEVICE_INTERVAL_SECONDS', '1'));
// on · refused: the endpoint is there, the client may not use it · off: there is no endpoint
const deviceFlow = setting('DEVICE_FLOW', 'on');
const rotateRefreshToken = setting('ROTATE_REFRESH_TOKENS', 'off') === 'on';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const API = 'urn:interop:api';
const SCOPES = ['openid', 'offline_access', 'profile', 'email'];

const signingKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'interop' };
};

const profileOf = (subject) => ({
  sub: subject,
  name: `${subject} Example`,
  preferred_username: subject,
  email: `${subject}@example.org`,
});

const configuration = {
  clients: [
    {
      client_id: 'py-oidc-auth',
      client_secret: 'interop-secret-interop-secret-interop',
      // A native client: its loopback redirect URI may have any port (RFC 8252, section 7.3).
      application_type: 'native',
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token', ...(deviceFlow === 'on' ? [DEVICE_GRANT] : [])],
    },
  ],
  jwks: { keys: [signingKey()] },
  cookies: { keys: [randomBytes(24).toString('hex')] },
  findAccount: (ctx, subject) => ({ accountId: subject, claims: () => profileOf(subject) }),
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
  scopes: SCOPES,
  extraTokenClaims: (ctx, token) => (token.accountId ? profileOf(token.accountId) : undefined),
  issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken,
  interactions: { url: (ctx, { uid }) => `/interaction/${uid}` },
  ttl: {
    AccessToken: accessTokenSeconds,
    RefreshToken: refreshTokenSeconds,
    DeviceCode: deviceCodeSeconds,
    AuthorizationCode: 60,
    IdToken: 600,
    Interaction: 600,
    Session: 3600,
    Grant: 86400,
  },
  features: {
    devInteractions: { enabled: false },
    deviceFlow: {
      enabled: deviceFlow !== 'off',
      userCodeInputSource: (ctx, form, out, error) => deviceCodePage(ctx, form, error),
      userCodeConfirmSource: (ctx, form, client, info, userCode) => confirmDevicePage(ctx, form, client, userCode),
      successSource: (ctx) => finishedPage(ctx, 'Your device is signed in.', 'allowed'),
    },
    // py-oidc-auth verifies access tokens by the provider's keys, so they have to be JWTs, which this provider makes for
    // a resource server only.
    resourceIndicators: {
      enabled: true,
      defaultResource: () => API,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience: API,
        scope: SCOPES.join(' '),
        accessTokenFormat: 'jwt',
        accessTokenTTL: accessTokenSeconds,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
};

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, configuration);
  const tokenRequests = {};

  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/interaction/')) {
      await interaction(provider, ctx);
    } else if (ctx.path === '/interop/device') {
      await decideDevice(provider, ctx, API);
    } else if (ctx.path === '/interop/token-requests') {
      ctx.body = tokenRequests;
    } else {
      await next();
      if (ctx.path === '/token') {
        const grant = ctx.oidc?.params?.grant_type ?? 'unknown';
        tokenRequests[grant] = (tokenRequests[grant] ?? 0) + 1;
      }
      if (ctx.path === '/device/auth' && ctx.status === 200) {
        ctx.body = { ...ctx.body, interval: deviceIntervalSeconds };
      }
    }
  });
  for (const event of ['server_error', 'grant.error', 'authorization.error', 'device_authorization.error']) {
    provider.on(event, (ctx, error) => console.error(event, error.error, error.error_description, error.error_detail ?? ''));
  }
  server.on('request', provider.callback());
  console.log(`READY ${issuer}`);
});

process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
