// Mutual TLS (RFC 8705): two listeners, only the second of which asks for a certificate, as behind mtls_endpoint_aliases.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';

const certificateOf = (ctx) => ctx.socket.getPeerX509Certificate?.();

// RFC 4514 says the names in one order, the certificate in the other.
const namesOf = (subject) => subject.split(/[,\n]/).map((name) => name.trim()).sort().join(',');

const signedBy = (authority, certificate) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey);

const pemFile = (certificates, name) => readFileSync(join(certificates, name));

/** The feature `mTLS`, for certificates that the authority in the folder `certificates` signed, and for registered ones. */
export const mutualTls = (certificates) => ({
  enabled: true,
  certificateBoundAccessTokens: true,
  selfSignedTlsClientAuth: true,
  tlsClientAuth: true,
  getCertificate: (ctx) => certificateOf(ctx)?.toString(),
  certificateAuthorized: (ctx) => signedBy(new X509Certificate(pemFile(certificates, 'ca.pem')), certificateOf(ctx)),
  certificateSubjectMatches: (ctx, property, expected) =>
    property === 'tls_client_auth_subject_dn' && namesOf(certificateOf(ctx).subject) === namesOf(expected),
});

/**
 * The listeners for those without and for those with a certificate. The second names no authorities, or clients would keep
 * certificates back that they signed themselves; it lets any certificate through, and the provider judges it.
 */
export const tlsServers = (certificates) => {
  const identity = { key: pemFile(certificates, 'server-key.pem'), cert: pemFile(certificates, 'server.pem') };
  return {
    plain: https.createServer(identity),
    mutual: https.createServer({ ...identity, requestCert: true, rejectUnauthorized: false }),
  };
};

const ALIASED = {
  token_endpoint: '/token',
  userinfo_endpoint: '/me',
  introspection_endpoint: '/token/introspection',
  revocation_endpoint: '/token/revocation',
  pushed_authorization_request_endpoint: '/request',
  device_authorization_endpoint: '/device/auth',
  backchannel_authentication_endpoint: '/backchannel',
};

export const endpointAliases = (address) =>
  Object.fromEntries(Object.entries(ALIASED).map(([name, path]) => [name, `${address}${path}`]));
