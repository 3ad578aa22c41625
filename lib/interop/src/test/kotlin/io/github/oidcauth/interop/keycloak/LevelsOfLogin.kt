package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import java.net.http.HttpResponse

/**
 * A client of the realm whose users log in at two levels, as Keycloak's manual describes it under "Step-up authentication": `silver`
 * by user name and password, `gold` by the password once more. It is made by the administration API, once.
 */
internal class LevelsOfLogin private constructor(private val keycloak: Keycloak) {
    private val headers = keycloak.adminHeaders()
    private val flows = "${keycloak.adminUrl}/authentication/flows"

    private fun make() {
        post(flows, """{"alias":"$FLOW","providerId":"basic-flow","topLevel":true,"builtIn":false}""")
        val flowId = flow()
        step(FLOW, "auth-cookie")
        subflow(FLOW, "$FLOW-forms")
        for ((level, form) in listOf(1 to "auth-username-password-form", 2 to "auth-password-form")) {
            subflow("$FLOW-forms", "$FLOW-$level")
            step("$FLOW-$level", "conditional-level-of-authentication")
            step("$FLOW-$level", form)
        }
        executions().forEach(::require)
        executions().filter { it.member("providerId") == "conditional-level-of-authentication" }.forEachIndexed { at, condition ->
            val level = at + 1
            val settings = """{"alias":"$FLOW-$level","config":{"loa-condition-level":"$level","loa-max-age":"36000"}}"""
            post("${keycloak.adminUrl}/authentication/executions/${condition.string("id")}/config", settings)
        }
        post(
            "${keycloak.adminUrl}/clients",
            """{"clientId":"$CLIENT_ID","publicClient":true,"redirectUris":["http://127.0.0.1/*"],
                "authenticationFlowBindingOverrides":{"browser":"$flowId"},
                "attributes":{"acr.loa.map":"{\"silver\":\"1\",\"gold\":\"2\"}"}}""",
        )
    }

    private fun flow(): String =
        Json.parseToJsonElement(HttpProbe.get(flows, headers).succeeded().body())
            .jsonArray.map { it.jsonObject }.single { it.string("alias") == FLOW }.string("id")

    private fun step(flow: String, provider: String) = post("$flows/$flow/executions/execution", """{"provider":"$provider"}""")

    private fun subflow(flow: String, alias: String) =
        post("$flows/$flow/executions/flow", """{"alias":"$alias","type":"basic-flow","description":"","provider":""}""")

    private fun executions(): List<JsonObject> =
        Json.parseToJsonElement(HttpProbe.get("$flows/$FLOW/executions", headers).succeeded().body())
            .jsonArray.map { it.jsonObject }

    private fun require(execution: JsonObject) {
        val requirement =
            when {
                execution.member(
                    "providerId",
                ) == "auth-cookie" || execution.member("displayName") == "$FLOW-forms" -> "ALTERNATIVE"

                execution.member("displayName").orEmpty().startsWith(FLOW) -> "CONDITIONAL"

                else -> "REQUIRED"
            }
        val changed = JsonObject(execution + ("requirement" to JsonPrimitive(requirement)))
        HttpProbe.putJson("$flows/$FLOW/executions", "$changed", headers).succeeded()
    }

    private fun post(url: String, json: String) {
        HttpProbe.postJson(url, json, headers).succeeded()
    }

    private fun JsonObject.member(name: String): String? = if (name in this) string(name) else null

    private fun HttpResponse<String>.succeeded() =
        also { check(statusCode() in 200..299) { "${request().uri()} responded ${statusCode()}: ${body()}" } }

    companion object {
        const val CLIENT_ID = "levels"
        private const val FLOW = "levels"
        private var isMade = false

        /** Returns the id of the client at [keycloak], which is made by the first call. */
        @Synchronized
        fun clientId(keycloak: Keycloak): String {
            if (!isMade) LevelsOfLogin(keycloak).make()
            isMade = true
            return CLIENT_ID
        }
    }
}
