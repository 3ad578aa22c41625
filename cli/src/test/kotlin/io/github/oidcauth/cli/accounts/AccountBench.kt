package io.github.oidcauth.cli.accounts

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.ScriptedVisitor
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.nio.file.Path

/** The command with its own token file and accounts, and a user who logs in on another device. */
internal class AccountBench(
    /** The options for the client at the issuer. */
    private val cli: Array<String>,
    environment: Map<String, String> = emptyMap(),
) {
    /** The user who is logged in at the server. */
    var user = "alice"
    private val home: Path = TemporaryFolders.new()
    val accountsFile: Path = home.resolve("oidc-auth/accounts.json")
    private val tokenFile = TemporaryFolders.new().resolve("tokens.json")
    private val interaction =
        object : UserInteraction {
            override fun showDeviceCode(code: DeviceCode) = ScriptedVisitor(user, user).approveDevice(code.uri, code.userCode)

            override fun showBrowserLogin(login: BrowserLogin) = Unit
        }
    val command =
        CommandBench(
            interaction,
            tokenFile,
            mapOf("OIDC_TOKEN_FILE" to "$tokenFile", "XDG_CONFIG_HOME" to "$home") + environment,
        )

    suspend fun run(vararg arguments: String) = command.run(*arguments)

    suspend fun login(account: String): String {
        user = account.substringBefore('@')
        return run("login", "--account", account, *cli).succeeded()
    }

    suspend fun token(vararg more: String) = run("token", *cli, *more).succeeded().trim()

    suspend fun keys() =
        Json.parseToJsonElement(run("list", "--json").succeeded()).jsonArray
            .map { it.jsonObject.getValue("key").jsonPrimitive.content }
}
