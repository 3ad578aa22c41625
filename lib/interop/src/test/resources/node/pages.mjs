// The provider's pages: plain forms, no script, the same element names everywhere so that a browser can be steered by them.
const escapeHtml = (text) =>
  String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const page = (ctx, title, body) => {
  ctx.type = 'html';
  ctx.body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 16px/1.5 sans-serif; max-width: 24rem; margin: 4rem auto; padding: 0 1rem }
  label, button { display: block; margin: .5rem 0 }
</style>
<h1>${title}</h1>
${body}
</html>`;
};

const decisions = `<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>`;

export const loginPage = (ctx, complaint = '') =>
  page(
    ctx,
    'Sign in',
    `<p role="alert">${escapeHtml(complaint)}</p>
<form method="post" id="login">
  <label>Name <input name="username" autocomplete="username"></label>
  <label>Password <input name="password" type="password" autocomplete="current-password"></label>
  <button>Sign in</button>
</form>`,
  );

export const consentPage = (ctx, { client_id: client, scope }) =>
  page(
    ctx,
    'Allow access',
    `<p><b>${escapeHtml(client)}</b> asks for: ${escapeHtml(scope)}</p>
<form method="post" id="consent">${decisions}</form>`,
  );

export const deviceCodePage = (ctx, form, error) => {
  if (error?.name === 'AbortedError') return finishedPage(ctx, 'The device was refused.', 'denied');
  return page(
    ctx,
    'Connect a device',
    `<p role="alert">${error ? 'This code cannot be used.' : ''}</p>
${form}
<button form="op.deviceInputForm">Continue</button>`,
  );
};

export const confirmDevicePage = (ctx, form, client, userCode) =>
  page(
    ctx,
    'Connect this device?',
    `<p>Does your device show <b id="user-code">${escapeHtml(userCode)}</b>?</p>
${form}
<button form="op.deviceConfirmForm" data-decision="allow">Yes, go on</button>
<button form="op.deviceConfirmForm" data-decision="deny" name="abort" value="yes">No, refuse</button>`,
  );

export const logoutPage = (ctx, form) =>
  page(
    ctx,
    'Sign out?',
    `${form}
<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
  );

export const finishedPage = (ctx, sentence, outcome) =>
  page(ctx, 'Finished', `<p id="outcome" data-outcome="${outcome}">${escapeHtml(sentence)} You can close this window.</p>`);
