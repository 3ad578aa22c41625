// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing

import io.github.oidcauth.testing.internal.server.JsonValues

/** A scripted response of a [ScriptedLoginServer], in place of its own. Immutable and thread-safe. */
public sealed class ScriptedReply {
    internal class Error(
        val code: String,
        val description: String?,
        val status: Int,
    ) : ScriptedReply()

    internal class Raw(
        val status: Int,
        val body: String,
        val headers: Map<String, String>,
    ) : ScriptedReply()

    /** The connection breaks; if [isProcessed], after the server has processed the request. */
    internal class Broken(
        val isProcessed: Boolean,
    ) : ScriptedReply()

    public companion object {
        /** More octets than any client should read. */
        private const val OVERSIZE = 4 shl 20

        /**
         * Returns an OAuth error (RFC 6749 §5.2) in a JSON object, wrapped as py-oidc-auth does if the request is for one of
         * its routes. At the authorization endpoint, the browser is sent back with it. At the userinfo endpoint, it is in the header
         * `WWW-Authenticate` (RFC 6750 §3), with 401 for `invalid_token` and 403 for `insufficient_scope` in place of 400.
         */
        @JvmStatic
        @JvmOverloads
        public fun error(
            code: String,
            description: String? = null,
            status: Int = 400,
        ): ScriptedReply = Error(code, description, status)

        /** Returns `slow_down`: the response to a poll that came too early (RFC 8628 §3.5). */
        @JvmStatic
        public fun slowDown(): ScriptedReply = error("slow_down")

        /** Returns a response with [body] and [status]. Its type is JSON unless [headers] contain another `Content-Type`. */
        @JvmStatic
        @JvmOverloads
        public fun status(
            status: Int,
            body: String = "",
            headers: Map<String, String> = emptyMap(),
        ): ScriptedReply = Raw(status, body, headers)

        /**
         * Returns 200, or another [status], and a JSON object with [members], in the place of what the server would have
         * responded: an introspection response with claims of your own, say, or a token. Values are strings, numbers, booleans,
         * null, lists and maps of them.
         *
         * @throws IllegalArgumentException if a value has no form in JSON.
         */
        @JvmStatic
        @JvmOverloads
        public fun json(
            members: Map<String, Any?>,
            status: Int = 200,
        ): ScriptedReply = Raw(status, JsonValues.of(members).toString(), emptyMap())

        /** Returns 503, with a `Retry-After` of that many seconds unless it is null. */
        @JvmStatic
        @JvmOverloads
        public fun unavailable(retryAfterSeconds: Long? = null): ScriptedReply =
            Raw(503, "", retryAfterSeconds?.let { mapOf("Retry-After" to "$it") }.orEmpty())

        /** Returns 200 and a web page, like the login page of a hotel's network. */
        @JvmStatic
        public fun garbage(): ScriptedReply =
            Raw(200, "<!DOCTYPE html><title>Welcome to our network</title>", mapOf("Content-Type" to "text/html"))

        /** Returns 200 and JSON of 4 MiB. */
        @JvmStatic
        public fun oversized(): ScriptedReply = Raw(200, """{"access_token":"${"x".repeat(OVERSIZE)}"}""", emptyMap())

        /** Breaks the connection before the server has processed the request. */
        @JvmStatic
        public fun connectionReset(): ScriptedReply = Broken(isProcessed = false)

        /**
         * Breaks the connection after the server has processed the request, such as rotated a refresh token: the client
         * receives no response.
         */
        @JvmStatic
        public fun responseLost(): ScriptedReply = Broken(isProcessed = true)
    }
}
