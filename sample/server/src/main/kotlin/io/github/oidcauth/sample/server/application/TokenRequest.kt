package io.github.oidcauth.sample.server.application

/** The form of the token route. Two of its names have hyphens. */
internal class TokenRequest(
    form: Map<String, String>,
) {
    val code: String? = form["code"]
    val redirectUri: String? = form["redirect_uri"]
    val codeVerifier: String? = form["code_verifier"]
    val refreshToken: String? = form["refresh-token"]
    val deviceCode: String? = form["device-code"]
    val grantType: String? = form["grant_type"]
    val subjectToken: String? = form["subject_token"]
}
