package io.github.oidcauth.internal.protocol

/** How the token answers of a provider differ from RFC 6749 §5.1. Only a preset names any, all in one place. */
internal class AnswerDeviations(
    /** Answers may be form-encoded when their content type says so: GitHub without `Accept`, Facebook once. */
    val formEncoded: Boolean = false,
    /** The token is in the object of this name where there is one with a token in it: Slack's `authed_user`. */
    val nestedUnder: String? = null,
    /** What stands between two scopes, beside spaces: a comma at GitHub and Slack. */
    val scopeSeparator: Char = ' ',
    /** Values of `token_type` that mean `Bearer`: Slack's `bot` and `user`. */
    val bearerNames: Set<String> = emptySet(),
    /** An answer without `token_type` means `Bearer`: LinkedIn. */
    val bearerUnlessSaid: Boolean = false,
) {
    companion object {
        /** None: the answers are what the specification says. */
        val STANDARD: AnswerDeviations = AnswerDeviations()
    }
}
