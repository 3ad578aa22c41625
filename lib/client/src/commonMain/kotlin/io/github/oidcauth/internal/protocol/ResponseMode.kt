package io.github.oidcauth.internal.protocol

/** How the answer to an authorization request comes back. */
internal enum class ResponseMode(
    val value: String,
) {
    /** In the query of the redirect URI (OAuth 2.0 Multiple Response Types §2.1). */
    QUERY("query"),

    /** In the body of a POST to the redirect URI (OAuth 2.0 Form Post Response Mode §2). */
    FORM_POST("form_post"),
    ;

    companion object {
        /** The mode that is written [value], or null. */
        fun of(value: String): ResponseMode? = entries.firstOrNull { it.value == value }
    }
}
