// What the provider asks a person, and the answers.
import { errors } from 'oidc-provider';
import { consentPage, loginPage } from './pages.mjs';

const formOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
};

const grantFor = async (provider, { grantId, session, params, prompt }) => {
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes, rar } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  for (const detail of rar ?? []) grant.addRar(detail);
  return grant.save();
};

// interactionFinished would answer past Koa; the redirect goes through it here.
const finish = async (provider, ctx, result) => {
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: true }));
  ctx.status = 303;
};

/** Login and consent: a page on GET, its decision on POST. */
export const interaction = async (provider, ctx) => {
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const wanted = details.prompt.name;
  if (ctx.method === 'GET') {
    if (wanted === 'login') loginPage(ctx);
    else consentPage(ctx, details.params);
    return;
  }
  const form = await formOf(ctx.req);
  let result;
  if (form.get('decision') === 'deny') {
    result = { error: 'access_denied', error_description: 'The user said no.' };
  } else if (wanted === 'login') {
    const username = form.get('username') ?? '';
    if (username === '' || form.get('password') !== username) {
      ctx.status = 401;
      loginPage(ctx, 'Wrong name or password.');
      return;
    }
    result = { login: { accountId: username } };
  } else {
    result = { consent: { grantId: await grantFor(provider, details) } };
  }
  await finish(provider, ctx, result);
};

/**
 * Login and consent without a page, for whom `login_hint` names; the hint `deny` refuses. The login is of the first class in
 * `acr_values`. False when there is no hint.
 */
export const hintedInteraction = async (provider, ctx) => {
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const { login_hint: hint, acr_values: classes } = details.params;
  if (!hint) return false;
  if (hint === 'deny') {
    await finish(provider, ctx, { error: 'access_denied', error_description: 'The user said no.' });
  } else if (details.prompt.name === 'login') {
    await finish(provider, ctx, { login: { accountId: hint, acr: classes?.split(' ')[0], amr: ['pwd'] } });
  } else {
    await finish(provider, ctx, { consent: { grantId: await grantFor(provider, details) } });
  }
  return true;
};

/**
 * `POST /interop/device?user_code=…&decision=allow|deny`: what the pages do, for tests that need no browser. The grant is for
 * the resource server `api`, if there is one.
 */
export const decideDevice = async (provider, ctx, api) => {
  const userCode = (ctx.query.user_code ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  const code = await provider.DeviceCode.findByUserCode(userCode, { ignoreExpiration: true });
  if (!code) {
    ctx.status = 404;
    ctx.body = 'no such code';
    return;
  }
  if (ctx.query.decision === 'deny') {
    Object.assign(code, { error: 'access_denied', errorDescription: 'The user said no.' });
  } else {
    const grant = new provider.Grant({ clientId: code.clientId, accountId: 'alice' });
    grant.addOIDCScope(code.params.scope);
    if (api) grant.addResourceScope(api, code.params.scope);
    Object.assign(code, {
      accountId: 'alice',
      grantId: await grant.save(),
      scope: code.params.scope,
      ...(api && { resource: api }),
      authTime: Math.floor(Date.now() / 1000),
    });
  }
  await code.save();
  ctx.body = 'decided';
};

/** `POST /interop/ciba?auth_req_id=…&decision=allow|deny`: what the user says on the authentication device. */
export const decideCiba = async (provider, ctx) => {
  const request = await provider.BackchannelAuthenticationRequest.find(ctx.query.auth_req_id);
  if (!request) {
    ctx.status = 404;
    ctx.body = 'no such request';
    return;
  }
  if (ctx.query.decision === 'deny') {
    await provider.backchannelResult(request, new errors.AccessDenied('The user said no.'));
  } else {
    const grant = new provider.Grant({ clientId: request.clientId, accountId: request.accountId });
    grant.addOIDCScope(request.params.scope);
    for (const resource of [request.resource ?? []].flat()) grant.addResourceScope(resource, request.params.scope);
    await grant.save();
    await provider.backchannelResult(request, grant, { authTime: Math.floor(Date.now() / 1000) });
  }
  ctx.body = 'decided';
};
