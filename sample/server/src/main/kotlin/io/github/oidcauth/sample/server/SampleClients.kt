package io.github.oidcauth.sample.server

/**
 * The clients that are registered with the provider of every [SampleServer], next to the application of
 * [Settings.clientId]. None of this is secret: the server listens on the loopback address only.
 */
public object SampleClients {
    /**
     * A tool on the user's machine: a public client without a secret (RFC 8252 §8.5). Code login with PKCE to any loopback
     * port and the path `/callback`, device login, refresh, revocation. Scopes `openid profile email offline_access`.
     */
    public const val CLI: String = "sample-cli"
}
