package io.github.oidcauth.cli.credentials

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** The messages of Docker's credential helpers (docker-credential-helpers). A helper writes errors to standard output, too. */
internal object DockerCredentials {
    /** Docker goes on without a credential after this text, and fails after any other. */
    const val NOT_FOUND: String = "credentials not found in native keychain"
    const val NO_SERVER: String = "no credentials server URL"
    const val NO_USERNAME: String = "no credentials username"

    /** The name for which most registries accept an access token as the password. */
    const val DEFAULT_USERNAME: String = "oauth2accesstoken"

    /** Returns the registry in the request [text] of `get` and `erase`. @throws InvalidHelperRequestException if it is empty. */
    fun registryIn(text: String): String = text.trim().ifEmpty { throw InvalidHelperRequestException(NO_SERVER) }

    /** Returns the registry in the request [text] of `store`. @throws InvalidHelperRequestException if there is none. */
    fun storedRegistryIn(text: String): String {
        val request = JsonRequest.parse(text, "The request of Docker")
        val registry = request.text("ServerURL").orEmpty().ifEmpty { throw InvalidHelperRequestException(NO_SERVER) }
        if (request.text("Username").isNullOrEmpty()) throw InvalidHelperRequestException(NO_USERNAME)
        return registry
    }

    fun found(
        registry: String,
        username: String,
        token: PresentedToken,
    ): JsonObject =
        buildJsonObject {
            put("ServerURL", registry)
            put("Username", username)
            put("Secret", token.value)
        }

    /** Returns the response to `list`: the user of each registry. */
    fun list(
        registries: List<String>,
        username: String,
    ): JsonObject = buildJsonObject { registries.forEach { put(it, username) } }
}
