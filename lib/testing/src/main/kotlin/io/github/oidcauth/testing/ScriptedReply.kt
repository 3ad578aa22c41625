package io.github.oidcauth.testing

/**
 * What a [ScriptedLoginServer] does with a request in place of what it would do. Immutable and thread-safe.
 */
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

    /** The connection breaks, after the server has done what it was asked if [isProcessed]. */
    internal class Broken(
        val isProcessed: Boolean,
    ) : ScriptedReply()

    public companion object {
        /** Of more octets than any client should read. */
        private const val OVERSIZE = 4 shl 20

        /**
         * An OAuth error (RFC 6749 §5.2) in a JSON object, wrapped as py-oidc-auth does it when the request is for one of its
         * routes. On the authorization endpoint the browser is sent back with it.
         */
        @JvmStatic
        @JvmOverloads
        public fun error(
            code: String,
            description: String? = null,
            status: Int = 400,
        ): ScriptedReply = Error(code, description, status)

        /** `slow_down`: the response to a poll that came too early (RFC 8628 §3.5). */
        @JvmStatic
        public fun slowDown(): ScriptedReply = error("slow_down")

        /** That [body] with that [status]. Its type is JSON unless [headers] have another `Content-Type`. */
        @JvmStatic
        @JvmOverloads
        public fun status(
            status: Int,
            body: String = "",
            headers: Map<String, String> = emptyMap(),
        ): ScriptedReply = Raw(status, body, headers)

        /** 503, with a `Retry-After` of that many seconds unless it is null. */
        @JvmStatic
        @JvmOverloads
        public fun unavailable(retryAfterSeconds: Long? = null): ScriptedReply =
            Raw(503, "", retryAfterSeconds?.let { mapOf("Retry-After" to "$it") }.orEmpty())

        /** 200 and a web page, as the login page of a hotel's network has it. */
        @JvmStatic
        public fun garbage(): ScriptedReply =
            Raw(200, "<!DOCTYPE html><title>Welcome to our network</title>", mapOf("Content-Type" to "text/html"))

        /** 200 and JSON of 4 MiB. */
        @JvmStatic
        public fun oversized(): ScriptedReply = Raw(200, """{"access_token":"${"x".repeat(OVERSIZE)}"}""", emptyMap())

        /** The connection breaks before the server has taken notice of the request. */
        @JvmStatic
        public fun connectionReset(): ScriptedReply = Broken(isProcessed = false)

        /**
         * The server does what it was asked, such as rotating a refresh token, and then the connection breaks: nobody hears of
         * it.
         */
        @JvmStatic
        public fun responseLost(): ScriptedReply = Broken(isProcessed = true)
    }
}
