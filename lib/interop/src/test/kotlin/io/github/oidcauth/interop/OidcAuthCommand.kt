package io.github.oidcauth.interop

import java.nio.file.Path
import kotlin.io.path.isExecutable

/** Our command, as its distribution installs it. */
internal class OidcAuthCommand(private val user: User) {
    fun start(
        vararg arguments: String,
        decision: Decision = Decision.ALLOW,
        environment: Map<String, String> = emptyMap(),
    ): CommandRun = CommandRun.start(listOf("$script", *arguments), user.environment(decision) + environment)

    companion object : Requirement {
        private val script: Path = Folders.target.resolve("../../../cli/target/oidc-auth/bin/oidc-auth").normalize()

        override val missing: String?
            get() = if (script.isExecutable()) null else "Needs the command at $script (mvn -pl cli -am package)."

        /** Asks for any free port to be called back at. */
        val ANY_PORT: Array<String> = arrayOf("--ports", "0")
    }
}
