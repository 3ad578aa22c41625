package io.github.oidcauth.sample.server.pages

/** What the consent page asks, about whom and on whose behalf; [userCode] is there when a device asks. */
internal class ConsentPrompt(
    val username: String,
    val clientId: String,
    val clientName: String,
    val scopes: List<String>,
    val state: String,
    val userCode: String?,
)
