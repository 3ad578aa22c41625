// The grants that oidc-provider leaves to its users.
import { createLocalJWKSet, jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import { ASSERTION_GRANT, EXCHANGE_GRANT } from './certified-clients.mjs';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const ISSUER_OF_ASSERTIONS = 'https://issuer.test';

const actors = new WeakMap();

/** Who acts, in the tokens of an exchange with an actor (RFC 8693, section 4.1). */
export const extraTokenClaims = (ctx, token) => (actors.has(token) ? { act: actors.get(token) } : undefined);

const required = (params, ...names) => {
  const missing = names.filter((name) => params[name] === undefined);
  if (missing.length > 0) throw new errors.InvalidRequest(`missing required parameter(s) ${missing.join(', ')}`);
};

const grantedScope = (wanted, most) => {
  const scopes = (wanted ?? most).split(' ').filter(Boolean);
  if (scopes.some((scope) => !most.split(' ').includes(scope))) throw new errors.InvalidScope('more than there was', wanted);
  return scopes.join(' ') || undefined;
};

/** Saves `token` and answers with it; for the one resource server that is asked for, if one is. */
const answer = async (ctx, token, target, getResourceServerInfo, extra = {}) => {
  const { provider, client } = ctx.oidc;
  if (Array.isArray(target)) throw new errors.InvalidTarget('only a single target is supported');
  if (target !== undefined) {
    token.resourceServer = new provider.ResourceServer(target, await getResourceServerInfo(ctx, target, client));
  }
  ctx.oidc.entity('AccessToken', token);
  ctx.body = {
    access_token: await token.save(),
    token_type: 'Bearer',
    expires_in: token.expiration,
    scope: token.scope,
    ...extra,
  };
};

/** Token exchange (RFC 8693) of opaque access tokens, with an actor if there is one. */
const exchange = (getResourceServerInfo) => async (ctx) => {
  const { params, client, provider } = ctx.oidc;
  required(params, 'subject_token', 'subject_token_type');
  if (params.subject_token_type !== ACCESS_TOKEN) throw new errors.InvalidRequest('unsupported subject_token_type');
  if ((params.requested_token_type ?? ACCESS_TOKEN) !== ACCESS_TOKEN) {
    throw new errors.InvalidRequest('unsupported requested_token_type');
  }
  const subject = await provider.AccessToken.find(params.subject_token);
  if (!subject) throw new errors.InvalidGrant('the subject token is unknown');
  let act;
  if (params.actor_token !== undefined) {
    required(params, 'actor_token_type');
    const actor = await provider.AccessToken.find(params.actor_token)
      ?? await provider.ClientCredentials.find(params.actor_token);
    if (!actor) throw new errors.InvalidGrant('the actor token is unknown');
    act = { sub: actor.accountId ?? actor.clientId };
  }
  const token = new provider.AccessToken({
    accountId: subject.accountId,
    client,
    // The grant is the subject's client's own; another client's token lives without one.
    grantId: subject.clientId === client.clientId ? subject.grantId : undefined,
    gty: 'token_exchange',
    scope: grantedScope(params.scope, subject.scope ?? ''),
  });
  if (act) actors.set(token, act);
  await answer(ctx, token, params.resource ?? params.audience, getResourceServerInfo, { issued_token_type: ACCESS_TOKEN });
};

/** A JWT of `https://issuer.test` as a grant (RFC 7523, section 2.1); its keys are the test clients'. */
const assertion = (jwks, getResourceServerInfo) => async (ctx) => {
  const { params, client, provider } = ctx.oidc;
  required(params, 'assertion');
  let claims;
  try {
    const expected = {
      issuer: ISSUER_OF_ASSERTIONS,
      audience: [provider.issuer, ctx.oidc.urlFor('token')],
      requiredClaims: ['sub', 'exp'],
    };
    ({ payload: claims } = await jwtVerify(params.assertion, createLocalJWKSet(jwks), expected));
  } catch (cause) {
    throw new errors.InvalidGrant('the assertion is not to be trusted', { cause });
  }
  const token = new provider.AccessToken({ accountId: claims.sub, client, gty: 'jwt_bearer', scope: params.scope });
  await answer(ctx, token, params.resource, getResourceServerInfo);
};

export const registerGrants = (provider, jwks, getResourceServerInfo) => {
  provider.registerGrantType(
    EXCHANGE_GRANT,
    exchange(getResourceServerInfo),
    [
      'subject_token',
      'subject_token_type',
      'actor_token',
      'actor_token_type',
      'requested_token_type',
      'audience',
      'resource',
      'scope',
    ],
    ['audience', 'resource'],
  );
  provider.registerGrantType(
    ASSERTION_GRANT,
    assertion(jwks, getResourceServerInfo),
    ['assertion', 'scope', 'resource'],
    ['resource'],
  );
};
