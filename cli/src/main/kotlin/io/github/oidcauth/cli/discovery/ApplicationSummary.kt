package io.github.oidcauth.cli.discovery

import io.github.oidcauth.cli.discovery.ApplicationProbe.Application
import io.github.oidcauth.cli.onOneLine
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

/** The description of an application with py-oidc-auth for `discover`. */
internal object ApplicationSummary {
    /** Returns the description for people. */
    fun text(application: Application): String =
        listOf(
            "${application.baseUrl}: an application with py-oidc-auth",
            line("browser login", "yes, at ${application.provider}"),
            line("device login", if (application.hasDeviceRoute) "yes, if the provider has it" else "no"),
            line("tokens", if (application.isBroker) "of the application" else "of the provider"),
            line("userinfo", if (application.hasUserInfo) "yes" else "no"),
            line("revocation", "no"),
            line("introspection", "no"),
            "",
            "Log in with: oidc-auth login ${application.baseUrl.onOneLine()}",
        ).joinToString("\n")

    /** Returns the description for programs. */
    fun json(application: Application): JsonObject =
        JsonObject(
            mapOf(
                "kind" to JsonPrimitive("py-oidc-auth"),
                "base_url" to JsonPrimitive(application.baseUrl),
                "provider" to JsonPrimitive(application.provider),
                "device_login" to JsonPrimitive(application.hasDeviceRoute),
                "userinfo" to JsonPrimitive(application.hasUserInfo),
                "broker" to JsonPrimitive(application.isBroker),
            ),
        )

    private fun line(
        name: String,
        value: String,
    ): String = "  ${"$name:".padEnd(WIDTH)} ${value.onOneLine()}"

    private const val WIDTH = 19
}
