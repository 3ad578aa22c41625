package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import java.nio.file.Path
import kotlin.io.path.Path

/** The tool that builds a [Consumer]. */
internal enum class BuildTool : Requirement {
    MAVEN {
        override val missing: String? = null

        override fun command(repository: Path): List<String> =
            listOf(
                "${Path(System.getProperty("interop.maven")).resolve("bin/mvn")}",
                "-B",
                "-ntp",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=$repository",
                // A newer Kotlin would leave its compiler running.
                "-Dkotlin.compiler.daemon=false",
                "-Doidc-auth.version=${Artifacts.version}",
                "verify",
            )
    },
    GRADLE {
        override val missing: String?
            get() = if (installed() == null) "Needs Gradle on the path (Debian: apt-get install gradle)." else null

        override fun command(repository: Path): List<String> =
            listOf(
                "${checkNotNull(installed()) { "$missing" }}",
                "--no-daemon",
                "--console=plain",
                "-Dmaven.repo.local=$repository",
                "-PoidcAuthVersion=${Artifacts.version}",
                "run",
            )

        private fun installed(): Path? = Executables.find("gradle")
    }, ;

    protected abstract fun command(repository: Path): List<String>

    /** Starts the build of the project in [folder] with the local [repository], by the JDK at [java] if it is not null. */
    fun start(
        folder: Path,
        repository: Path,
        java: Path?,
    ): CommandRun {
        val environment =
            System.getenv() +
                mapOf(
                    "JAVA_HOME" to "${java ?: System.getProperty("java.home")}",
                    "MAVEN_OPTS" to "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                )
        return CommandRun.start(command(repository), environment, folder)
    }
}
