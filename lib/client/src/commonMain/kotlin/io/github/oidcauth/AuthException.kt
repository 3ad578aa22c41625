package io.github.oidcauth

/**
 * A token could not be had. The kinds say why:
 *
 * - [OAuthException]: the authorization server, or an API that was called with a token, responded with an OAuth error; there is a
 *   subclass for each registered code;
 * - [HttpException]: a server responded, with a status and nothing of OAuth in it;
 * - [TransportException]: no response arrived;
 * - [InvalidResponseException]: a response arrived that must not be used; [UnverifiedRefreshException]: one that cannot be told whether it
 * may be, but for the refresh token in it;
 * - [TimedOutException]: the user did not finish in time;
 * - [InteractionRequiredException]: a user is needed and there is none ([InteractionRequiredByServerException] is a server's
 * error);
 * - [ShutdownException]: the process is about to end;
 * - [CallbackUnavailableException]: the browser cannot come back to this program;
 * - [StoreException]: the token store could not be read or written; [UnreadableTokenException]: what it has cannot be decrypted;
 * - [InvalidHostException], [InvalidConfigException]: what the caller passed cannot work.
 *
 * Nothing else leaves the functions of this library but cancellation (`CancellationException`, in the blocking facade
 * `InterruptedException`) and programming errors (`IllegalArgumentException`, `IllegalStateException`). No message and no
 * [detail] holds a secret.
 */
public sealed class AuthException(
    /** What happened and what to do next, one or two sentences for a user. */
    override val message: String,
    /**
     * The response that brought the error, secrets removed, or null when none did or it was empty: JSON text, or the beginning of
     * anything else in one line. Of a response that should have been a success and cannot be used: JSON text with its `status`,
     * `content_type` and the beginning of its `body`.
     */
    public val detail: String? = null,
    /** The HTTP status of the response that brought the error, or null when no response did. */
    public val statusCode: Int? = null,
    cause: Throwable? = null,
) : Exception(message, cause)
