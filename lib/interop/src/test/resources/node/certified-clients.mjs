// The clients of certified.mjs. CertifiedClient.kt names them for the tests and says what each is for.
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CIBA_GRANT = 'urn:openid:params:grant-type:ciba';
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const ASSERTION_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'];

/** The public halves of a private JWKS file. */
export const publicKeys = (file) => ({
  keys: JSON.parse(readFileSync(file, 'utf8')).keys.map((key) =>
    Object.fromEntries(Object.entries(key).filter(([member]) => !PRIVATE_MEMBERS.includes(member)))),
});

const certificateKey = (file) => {
  const certificate = new X509Certificate(readFileSync(file));
  return { ...certificate.publicKey.export({ format: 'jwk' }), x5c: [certificate.raw.toString('base64')] };
};

const CODE = {
  // A native client: its loopback redirect URIs may have any port (RFC 8252, section 7.3).
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/callback'],
  post_logout_redirect_uris: ['http://127.0.0.1/logged-out'],
  response_types: ['code'],
  authorization_details_types: ['payment'],
  grant_types: ['authorization_code', 'refresh_token'],
};
const PUBLIC = { ...CODE, token_endpoint_auth_method: 'none' };
const SERVICE = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };

const JWE = 'RSA-OAEP-256';
const ENC = 'A256GCM';

const overTls = (certificates) => [
  {
    ...CODE,
    client_id: 'tls',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=interop-client,O=oidc-auth interop',
    tls_client_certificate_bound_access_tokens: true,
    grant_types: [...CODE.grant_types, 'client_credentials'],
  },
  {
    ...SERVICE,
    client_id: 'tls-self-signed',
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    jwks: { keys: [certificateKey(join(certificates, 'self-signed.pem'))] },
    tls_client_certificate_bound_access_tokens: true,
  },
  { ...PUBLIC, client_id: 'tls-bound-public', tls_client_certificate_bound_access_tokens: true },
];

/** Every client; those of mutual TLS when there is a folder with `certificates`. */
export const clients = (jwks, certificates) => [
  { ...PUBLIC, client_id: 'public', grant_types: [...CODE.grant_types, DEVICE_GRANT] },
  {
    ...CODE,
    client_id: 'basic',
    client_secret: 'basic-secret-of-more-than-32-characters',
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: [
      ...CODE.grant_types,
      'client_credentials',
      DEVICE_GRANT,
      CIBA_GRANT,
      EXCHANGE_GRANT,
      ASSERTION_GRANT,
    ],
    backchannel_token_delivery_mode: 'poll',
  },
  {
    ...CODE,
    jwks,
    client_id: 'ciba-signed',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: [...CODE.grant_types, CIBA_GRANT],
    backchannel_token_delivery_mode: 'poll',
    backchannel_authentication_request_signing_alg: 'ES256',
  },
  {
    ...SERVICE,
    client_id: 'basic-encoded',
    client_secret: 'a secret: 100% odd + more & "quotes" / end?=',
    token_endpoint_auth_method: 'client_secret_basic',
  },
  {
    ...SERVICE,
    client_id: 'post',
    client_secret: 'post-secret-of-more-than-32-characters',
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...SERVICE,
    client_id: 'client-secret-jwt',
    client_secret: 'client-secret-jwt-secret-of-more-than-64-characters-so-that-HS512-works',
    token_endpoint_auth_method: 'client_secret_jwt',
  },
  {
    ...CODE,
    jwks,
    client_id: 'private-key-jwt',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: [...CODE.grant_types, 'client_credentials'],
  },
  {
    ...PUBLIC,
    client_id: 'dpop-public',
    dpop_bound_access_tokens: true,
    grant_types: [...CODE.grant_types, DEVICE_GRANT],
  },
  {
    ...SERVICE,
    client_id: 'dpop-confidential',
    client_secret: 'dpop-confidential-secret-of-more-than-32-characters',
    dpop_bound_access_tokens: true,
  },
  { ...PUBLIC, client_id: 'par-required', require_pushed_authorization_requests: true },
  { ...PUBLIC, jwks, client_id: 'jar-required', require_signed_request_object: true },
  { ...PUBLIC, client_id: 'jarm', authorization_signed_response_alg: 'ES256' },
  {
    ...PUBLIC,
    jwks,
    client_id: 'jarm-encrypted',
    authorization_signed_response_alg: 'ES256',
    authorization_encrypted_response_alg: JWE,
    authorization_encrypted_response_enc: ENC,
  },
  {
    ...PUBLIC,
    jwks,
    client_id: 'encrypted',
    id_token_signed_response_alg: 'ES256',
    id_token_encrypted_response_alg: JWE,
    id_token_encrypted_response_enc: ENC,
    userinfo_signed_response_alg: 'ES256',
    userinfo_encrypted_response_alg: JWE,
    userinfo_encrypted_response_enc: ENC,
  },
  {
    ...PUBLIC,
    jwks,
    client_id: 'encrypted-ec',
    id_token_signed_response_alg: 'EdDSA',
    id_token_encrypted_response_alg: 'ECDH-ES',
    id_token_encrypted_response_enc: 'A128CBC-HS256',
    userinfo_signed_response_alg: 'EdDSA',
    userinfo_encrypted_response_alg: 'ECDH-ES',
    userinfo_encrypted_response_enc: 'A128CBC-HS256',
  },
  {
    ...PUBLIC,
    client_id: 'signed-userinfo',
    id_token_signed_response_alg: 'PS256',
    userinfo_signed_response_alg: 'PS256',
  },
  {
    ...CODE,
    client_id: 'hs256',
    client_secret: 'hs256-secret-of-more-than-32-characters',
    id_token_signed_response_alg: 'HS256',
  },
  {
    ...SERVICE,
    client_id: 'jwt-introspection',
    client_secret: 'jwt-introspection-secret-of-more-than-32-characters',
    introspection_signed_response_alg: 'ES256',
  },
  {
    ...SERVICE,
    jwks,
    client_id: 'jwt-introspection-encrypted',
    client_secret: 'jwt-introspection-encrypted-secret-of-more-than-32-characters',
    introspection_signed_response_alg: 'ES256',
    introspection_encrypted_response_alg: JWE,
    introspection_encrypted_response_enc: ENC,
  },
  ...(certificates ? overTls(certificates) : []),
];
