package io.github.oidcauth.internal.responses

/** The role that the server at an address should have, and the question to ask the user when its response is unusable. */
internal enum class ServerRole(
    val question: String,
    val questionWhenMissing: String = question,
) {
    PY_OIDC_AUTH(
        question = "Is this the base URL of a py-oidc-auth application?",
        questionWhenMissing =
            "Is this the base URL of a py-oidc-auth application, and are the routes right? " +
                "An OpenID Connect or OAuth issuer needs a client id: pass `clientId`, or `--client-id` at the command.",
    ),
    AUTHORIZATION_SERVER("Is this the address of an authorization server's endpoint?"),
    PROTECTED_RESOURCE("Is this the address of an API that takes such tokens?"),
}
