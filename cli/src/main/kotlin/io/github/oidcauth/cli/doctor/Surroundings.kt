package io.github.oidcauth.cli.doctor

import io.github.oidcauth.cli.Version
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.Interactivity
import io.github.oidcauth.internal.environment.NotebookProbe
import io.github.oidcauth.internal.environment.Platform
import io.github.oidcauth.internal.environment.RemoteSession
import io.github.oidcauth.internal.environment.TerminalProbe
import java.nio.file.Files
import java.nio.file.Path

/** The machine, the Java and the terminals of this process, as the library detects them. */
internal class Surroundings(
    variables: (String) -> String?,
    private val terminals: Terminals = Terminals.ofProcess(),
    private val root: Path = Path.of("/"),
) {
    private val environment = Environment { variables(it) }

    /** The standard streams, true for those that are terminals. */
    class Terminals(
        val stdin: Boolean,
        val stderr: Boolean,
    ) {
        companion object {
            fun ofProcess(): Terminals = TerminalProbe.ofProcess.let { Terminals(it.stdin, it.stderr) }
        }
    }

    fun checks(interactive: Boolean?): List<Check> = listOf(program(), place(), terminal(), user(interactive))

    private fun program(): Check {
        val java = "Java ${System.getProperty("java.version")} (${System.getProperty("java.vendor").orEmpty()})"
        val system = listOf("os.name", "os.version", "os.arch").joinToString(" ") { System.getProperty(it).orEmpty() }
        return Check.ok("program", "oidc-auth ${Version.TEXT}, $java, $system")
    }

    private fun place(): Check {
        val found =
            listOfNotNull(
                "an SSH session".takeIf { RemoteSession.detect(environment) != null },
                "WSL".takeIf { Platform.detect(environment) == Platform.WSL },
                "a container".takeIf { isContainer() },
                "a notebook".takeIf { NotebookProbe(environment).isNotebook },
                "continuous integration (CI)".takeIf { !environment["CI"].isNullOrBlank() },
            )
        return Check.ok("place", found.ifEmpty { listOf("this machine itself: no SSH, container, WSL or CI") }.joinToString())
    }

    /** The files are those of Docker and Podman; the variable is that of systemd and others. */
    private fun isContainer(): Boolean =
        listOf(".dockerenv", "run/.containerenv").any { Files.exists(root.resolve(it)) } ||
            listOf("KUBERNETES_SERVICE_HOST", "container").any { !environment[it].isNullOrBlank() }

    private fun terminal(): Check {
        fun word(isTerminal: Boolean) = if (isTerminal) "a terminal" else "no terminal"
        val type = environment["TERM"]?.takeIf { it.isNotBlank() }?.let { ", TERM=$it" }.orEmpty()
        return Check.ok("terminal", "standard input is ${word(terminals.stdin)}, standard error ${word(terminals.stderr)}$type")
    }

    private fun user(interactive: Boolean?): Check {
        val decision = interactivity(interactive)
        decision.warning?.let { return Check.warning(USER, it) }
        if (decision.isInteractive) return Check.ok(USER, "can log in here: ${decision.reason}")
        return Check.warning(
            USER,
            "cannot log in here, because ${decision.reason}. Log in elsewhere and bring the token (`oidc-auth " +
                "export`), or " +
                "use --interactive.",
        )
    }

    private fun interactivity(interactive: Boolean?): Interactivity =
        Interactivity.decide(
            interactive,
            environment,
            terminals.stderr,
            NotebookProbe(environment).isNotebook,
            needsTerminal = true,
        )

    private companion object {
        const val USER = "user"
    }
}
