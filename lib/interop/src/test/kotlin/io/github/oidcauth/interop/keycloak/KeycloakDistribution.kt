package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import kotlin.io.path.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.isRegularFile
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes

/** Keycloak as Maven unpacked it, built for a fast start by the first use. */
internal object KeycloakDistribution : Requirement {
    private val BUILD_OPTIONS = listOf(
        "--db=dev-mem",
        "--https-client-auth=request",
        "--features=ciba,device-flow,dpop,jwt-authorization-grant,par,resource-indicators,token-exchange-standard",
    )

    private val home: Path? = System.getProperty("interop.keycloak")?.let(::Path)
    private val shell: Path? = Executables.find("sh")

    override val missing: String?
        get() = when {
            home == null || !home.resolve("bin/kc.sh").isRegularFile() -> {
                "Needs Keycloak, which Maven unpacks in the profile interop."
            }

            shell == null -> {
                "Not on this machine: a POSIX shell for Keycloak's scripts."
            }

            else -> {
                null
            }
        }

    /** The environment in which Keycloak's scripts find the Java that runs the tests. */
    val environment: Map<String, String> = mapOf("JAVA_HOME" to System.getProperty("java.home"))

    private val built: Path by lazy {
        val home = checkNotNull(home) { "$missing" }
        val stamp = home.resolve("built-with")
        val wanted = (BUILD_OPTIONS + Runtime.version().toString()).joinToString("\n")
        if (!stamp.isRegularFile() || stamp.readText() != wanted) {
            CommandRun.start(script() + "build" + BUILD_OPTIONS, System.getenv() + environment).succeeds(5.minutes)
            stamp.writeText(wanted)
        }
        home
    }

    /** The command that starts the server with [options], which imports [realm]; its log goes to [log]. */
    fun startCommand(realm: String, log: Path, options: List<String>): List<String> {
        built.resolve("data/import").createDirectories().resolve("realm.json").writeText(realm)
        val runner = Folders.copyResource("keycloak/run.sh", Folders.target)
        return listOf("$shell", "$runner", "$log") + script() + listOf("start", "--optimized", "--import-realm") + options
    }

    private fun script() = listOf("$shell", "${home?.resolve("bin/kc.sh")}")
}
