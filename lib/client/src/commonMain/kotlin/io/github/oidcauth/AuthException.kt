package io.github.oidcauth

import kotlin.concurrent.Volatile
import kotlin.time.Duration

/**
 * Thrown when no token can be obtained. The subclass tells the reason:
 *
 * - [OAuthException]: the authorization server, or an API that was called with a token, responded with an OAuth error; each
 *   registered code has a subclass;
 * - [HttpException]: a server responded with an HTTP status and without an OAuth error;
 * - [TransportException]: no response arrived;
 * - [InvalidResponseException]: a response arrived that must not be used; [UnverifiedRefreshException]: a refresh response
 *   that cannot be validated now, except for its refresh token;
 * - [WrongAccountException]: another user has logged in than that of the configured account;
 * - [TimedOutException]: the user did not finish in time;
 * - [InteractionRequiredException]: a user has to log in, and nobody can be asked ([InteractionRequiredByServerException] is
 *   an error that a server sends);
 * - [ShutdownException]: the process is about to end;
 * - [CallbackUnavailableException]: the browser cannot come back to this program;
 * - [StoreException]: the token store could not be read or written; [UnreadableTokenException]: a stored token cannot be
 *   decrypted;
 * - [InvalidHostException], [InvalidConfigException]: an argument or a setting cannot work.
 *
 * The functions of this library throw nothing else, except cancellation (`CancellationException`, also in the blocking facade
 * when its thread is interrupted) and programming errors (`IllegalArgumentException`, `IllegalStateException`). No message and
 * no [detail] contains a secret.
 *
 * The subclasses have public constructors, for the tests of a program; it cannot have subclasses of its own.
 *
 * Unchecked, so that calls can stand in the lambdas of Java. Every program that asks for a token should catch it somewhere.
 */
public sealed class AuthException(
    message: String,
    /**
     * The response that caused the error, with secrets removed, or null if there was none or it was empty: JSON text as it
     * is, of anything else the beginning in one line. If the response should have been a success but cannot be used, JSON
     * text with its `status`, `content_type` and the beginning of its `body`.
     */
    public val detail: String? = null,
    /** The HTTP status of the response that caused the error, or null if there was no response. */
    public val statusCode: Int? = null,
    cause: Throwable? = null,
) : RuntimeException(message, cause) {
    private val text: String = message

    /** One or two sentences for the user: the failure, and the next step to take. */
    override val message: String get() = nextTry?.let { "$text $it" } ?: text

    /** A sentence with the time of the next try, once that is known, or null. */
    @Volatile
    internal var nextTry: String? = null

    /** The time to wait by the `Retry-After` header of the response (RFC 9110 §10.2.3), or null. */
    internal var retryAfter: Duration? = null

    /** True if an API has refused the token of a source that has nothing to get another one by, so that nothing was tried. */
    internal var isWithoutMeans: Boolean = false
}
