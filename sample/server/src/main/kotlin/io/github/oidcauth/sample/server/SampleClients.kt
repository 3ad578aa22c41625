package io.github.oidcauth.sample.server

/**
 * The clients that are registered with the provider of every [SampleServer], next to the application of [Settings.clientId].
 * None of this is secret: the server listens on the loopback address only.
 *
 * All of them may log users in by code, with PKCE, to any loopback port and the path `/callback`; the consent page is shown
 * each time. The scopes for users are `openid profile email offline_access`, those for services `read write`.
 */
public object SampleClients {
    /**
     * A tool on the user's machine: a public client without a secret (RFC 8252 §8.5). Code login, device login, refresh and
     * revocation, with the scopes for users.
     */
    public const val CLI: String = "sample-cli"

    /**
     * A service that keeps [SECRET] and sends it as `client_secret_basic` or `client_secret_post`. Client credentials, token
     * exchange, code login, refresh, password, assertions of [SampleServer.trustedIssuer], the badge of a user
     * (`urn:example:grant-type:badge`, which is no standard; alice wears number 4711), backchannel authentication (poll),
     * introspection, revocation; all scopes, and with `client.create` alone a token to register clients with.
     */
    public const val SERVICE: String = "sample-service"

    /** Like [SERVICE], but signs with [SECRET]: `client_secret_jwt`, HS256. */
    public const val SECRET_JWT_SERVICE: String = "sample-secret-jwt-service"

    /**
     * Like [SERVICE], but signs with its own key: `private_key_jwt`. The key is [SampleServer.serviceKey] or one of
     * [Settings.serviceKeys].
     */
    public const val KEY_SERVICE: String = "sample-key-service"

    /**
     * Like [SERVICE], but is notified when there is a response in the background (CIBA Core 1.0 §5, "ping"). Registered if
     * [Settings.notificationEndpoint] is given.
     */
    public const val PING_SERVICE: String = "sample-ping-service"

    /** The secret of [SERVICE], [PING_SERVICE] and [SECRET_JWT_SERVICE]: 256 bits and more, as HS256 wants (RFC 7518 §3.2). */
    public const val SECRET: String = "sample-secret-that-is-long-enough-for-hs256"
}
