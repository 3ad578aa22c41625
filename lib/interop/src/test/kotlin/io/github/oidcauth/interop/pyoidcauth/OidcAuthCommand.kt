package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import kotlin.io.path.isExecutable

/** Our command, as its distribution installs it. */
internal class OidcAuthCommand(private val user: User) {
    fun start(
        vararg arguments: String,
        decision: Decision = Decision.ALLOW,
        environment: Map<String, String> = emptyMap(),
    ): CommandRun = CommandRun.start(listOf("$script", *arguments), user.environment(decision) + environment)

    companion object {
        /** The path of the script. */
        val script: Path by lazy {
            val built = Folders.target.resolve("../../../cli/target/oidc-auth/bin/oidc-auth").normalize()
            check(built.isExecutable()) { "The command has not been built: there is no $built. Run mvn -pl cli -am package." }
            built
        }

        /** Asks for any free port to be called back at. */
        val ANY_PORT: Array<String> = arrayOf("--ports", "0")
    }
}
