package io.github.oidcauth.sample.server.pages

/** The question of the approval page: if a client may sign the user in, who sees [message] at the client too. */
internal class ApprovalPrompt(
    val handle: String,
    val clientName: String,
    val scopes: List<String>,
    val message: String?,
)
