// Tested by UsageTest.
package io.github.oidcauth.cli

import io.github.oidcauth.Config

/** The text of `--help`. It is written by hand, for terminals of 80 columns; a test checks that no option is missing. */
internal object Help {
    const val USAGE: String = "Usage: oidc-auth [OPTIONS] HOST, or oidc-auth token HOST\nTry 'oidc-auth --help'."

    val TEXT: String =
        """
        |Usage: oidc-auth [login] [OPTIONS] HOST
        |       oidc-auth token [OPTIONS] HOST
        |       oidc-auth introspect|revoke|logout [OPTIONS] HOST
        |       oidc-auth export [OPTIONS] HOST FILE
        |       oidc-auth list | logout --all | import pyauthflow
        |       oidc-auth --list | --clear | --remove HOST
        |
        |Logs in to the application at HOST. A stored token is used, or refreshed, as
        |long as that is possible. The second form prints the bare access token, for
        |scripts.
        |
        |HOST is the base URL, such as https://myapp.example.com. Without a scheme,
        |https is used. A host whose name has no dot is written https://idp.
        |With --client-id, HOST is any issuer of OpenID Connect or OAuth 2.0.
        |
        |Authentication:
        |      --force              Log in again even if there is a stored token.
        |      --timeout SECONDS    The time that you have to log in. Default: as long
        |                           as the device code lives, or 300 in the browser.
        |      --flow FLOW          auto: with a code on any device, or in the browser if
        |                           the server has no such login for this client. device
        |                           or browser: only that. browser-first: in the browser
        |                           if one can be opened here, else as auto. BCP 247
        |                           advises it on your own machine. Default: auto.
        |      --no-browser         Open no browser, only show the URL.
        |      --interactive, --non-interactive
        |                           Ask you to log in, or nobody. Default: ask where
        |                           standard error is a terminal, or in a notebook.
        |  -p, --ports PORT...      Ports for the browser to come back to, in order:
        |                           53100 53101, or 53100,53101. 0 is any free port.
        |                           Default: 53100 to 53105; at an issuer 0.
        |      --redirect-uri URI   The whole address for the browser to come back to,
        |                           as registered. Port 0 is any free port. Default at
        |                           an issuer: http://127.0.0.1:0/callback.
        |  -l, --login-route PATH   Browser login, below HOST. Default: /auth/v2/login
        |  -t, --token-route PATH   Token exchange, below HOST. Default: /auth/v2/token
        |  -d, --device-route PATH  Device login, below HOST. Default: /auth/v2/device
        |
        |At an issuer:
        |      --client-id ID       The name of your program at the issuer.
        |      --client-secret-file FILE
        |                           The file with its secret, if it has one; nobody else
        |                           may read it. - is standard input.
        |      --scope SCOPE        Scope to request; may be repeated. Default: openid.
        |                           Add offline_access to stay logged in.
        |      --audience NAME      An API that the token is for; may be repeated.
        |      --resource URI       The same, by its URI (RFC 8707).
        |      --min-ttl SECONDS    The minimum lifetime of the token. Default: 60.
        |
        |Stored tokens, and their issuers:
        |  list                     Show each token, without its secrets.
        |  introspect HOST          Ask the issuer about the access token; prints JSON.
        |  revoke HOST              Have the issuer revoke the token, and remove it.
        |  logout HOST              Remove the tokens of HOST, or with --client-id those
        |                           of the client there. Offline sessions are revoked.
        |                           A token that cannot be revoked is kept.
        |      --all                Log out of everything.
        |      --revoke-online      Revoke the tokens of all other sessions, too.
        |      --no-revoke-offline  Revoke no offline session.
        |      --remove-on-revoke-fail
        |                           Remove tokens that could not be revoked, too.
        |
        |As in the Python command:
        |      --list               List the hosts with a stored token.
        |      --remove HOST        Remove the token of HOST. It is not revoked.
        |      --clear              Remove all tokens. They are not revoked.
        |
        |Where tokens are kept:
        |      --store ADDRESS      file, file:PATH: unencrypted.
        |                           keyring, keyring:PATH: a file that is encrypted with
        |                           a key in the keyring of the operating system.
        |                           keyring-or-file: file where there is no keyring.
        |                           redis://HOST, rediss://HOST (TLS): shared by a fleet;
        |                           redis-sentinel://HOST,HOST#NAME by its sentinels.
        |                           Default: file.
        |  export HOST FILE         Move the token of HOST to FILE, for a batch job: a
        |                           copy and the original would end each other.
        |  move --to ADDRESS        Move all tokens to another store.
        |  import pyauthflow [FILE] Take PyAuthFlow's tokens, once. FILE stays as it is.
        |                           Default: ~/.pyauthflow_token_store.json
        |  rotate-key               Encrypt the tokens of --store keyring with a new key.
        |      --app-name NAME      The application whose cache directory is used.
        |                           Default: ${Config.DEFAULT_APP_NAME}, the Python client's.
        |
        |Connections:
        |      --ca-file FILE       Trust the certificate authorities in FILE (PEM), and
        |                           no others: such as the one of your organization.
        |
        |Output:
        |      --json               Print the whole token, or the list, as JSON.
        |  -v, --verbose            Report progress on standard error.
        |      --version            Print the version.
        |  -h, --help               Print this text.
        |
        |Results go to standard output, everything else to standard error.
        |Exit code: 0 done, 1 no token or another failure, 2 wrong usage, 3 no user can
        |be asked, 4 login or token cannot use the token store, 130 Ctrl-C.
        |
        |Environment:
        |  OIDC_TOKEN_STORE         As --store, but not seen in the list of processes:
        |                           the place for an address with a password.
        |  REDISCLI_AUTH            The password of the Redis, in place of the address.
        |  OIDC_TOKEN_STORE_KEY     A key to encrypt the tokens in Redis with: 32 bytes
        |                           in base64.
        |  OIDC_TOKEN_FILE          A token file to use instead of the one in the cache
        |                           directory: one that export made, a token file, or a
        |                           file with one bare token, which is only read.
        |  INTERACTIVE_SESSION      1 or 0: a user can, or cannot, be asked to log in.
        |  HTTPS_PROXY, HTTP_PROXY  The proxy for https and for http, such as
        |                           http://proxy.example.com:3128.
        |  ALL_PROXY, NO_PROXY      The proxy for both; hosts that need none, such as
        |                           .corp.example.com,10.0.0.0/8.
        |  SSL_CERT_FILE            As --ca-file, for all programs that know it.
        |  SSL_CERT_DIR             The same, a directory of such files.
        |  OIDC_AUTH_FLOW           As --flow.
        |  BROWSER                  The program that opens URLs.
        |  JAVA_HOME                The Java to run with.
        |  OIDC_AUTH_OPTS           Options for it.
        """.trimMargin()
}
