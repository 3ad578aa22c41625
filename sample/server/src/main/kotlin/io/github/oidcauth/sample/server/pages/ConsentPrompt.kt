package io.github.oidcauth.sample.server.pages

/** The question of the consent page: the client and the user it acts for; [userCode] is present if a device asks. */
internal class ConsentPrompt(
    val username: String,
    val clientId: String,
    val clientName: String,
    val scopes: List<String>,
    val state: String,
    val userCode: String?,
)
