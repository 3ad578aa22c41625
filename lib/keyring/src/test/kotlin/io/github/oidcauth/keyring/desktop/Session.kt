package io.github.oidcauth.keyring.desktop

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

/**
 * The session of somebody who is logged in, with a bus of its own and a home in [folder]. [setUp] is what a shell does first
 * on that bus. Nobody sits there: whatever asks for a password gets no response.
 */
internal class Session(
    private val folder: Path,
    setUp: String = UNLOCKED,
) : AutoCloseable {
    private val private = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    private val environment =
        mapOf(
            "PATH" to System.getenv("PATH"),
            "HOME" to "$folder",
            "LANG" to "C.UTF-8",
            "XDG_DATA_HOME" to "${folder.resolve("data").createDirectories()}",
            "XDG_RUNTIME_DIR" to "${Files.createDirectories(folder.resolve("run"), private)}",
        )
    private val process: Process
    private val address: String

    init {
        val settings = folder.resolve("bus.conf").also { it.writeText(SETTINGS) }
        val end = "[ -z \"\$stopped\" ] || kill -KILL \$stopped"
        val script = "$setUp\nprintf 'bus %s\\n' \"\$DBUS_SESSION_BUS_ADDRESS\"\ncat\n$end"
        process = start(listOf("dbus-run-session", "--config-file=$settings", "--", "sh", "-c", script), environment)
        val lines = process.inputReader()
        address = generateSequence { lines.readLine() }.first { it.startsWith("bus ") }.removePrefix("bus ")
    }

    /** Runs [command] in this session and returns what it prints. */
    fun run(vararg command: String): String = output(command.toList(), environment + ("DBUS_SESSION_BUS_ADDRESS" to address))

    /** Runs [KeyringChild] in this session. */
    fun child(vararg arguments: String): String = run(*childCommand(*arguments).toTypedArray())

    fun lock() {
        val path = "/org/freedesktop/secrets"
        val lock = "org.freedesktop.Secret.Service.Lock"
        val arguments = arrayOf("--dest=org.freedesktop.secrets", path, lock, "array:objpath:$path/collection/login")
        run("dbus-send", "--session", "--print-reply", *arguments)
    }

    /** `dbus-run-session` ends with the shell, which ends with its input. */
    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) process.destroyForcibly()
    }

    companion object {
        /** The keyring, unlocked with a password as by a login. Its end comes with the bus. */
        const val UNLOCKED: String = "printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null"

        /** A keyring that takes every call and responses none. It ends with the shell. */
        const val SILENT: String =
            "printf password | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null &\n" +
                "stopped=$!\n" +
                "ping='org.freedesktop.DBus.Peer.Ping'\n" +
                "while ! dbus-send --session --print-reply --dest=org.freedesktop.secrets / \$ping; do sleep 0.1; done\n" +
                "kill -STOP \$stopped"
        const val NOTHING: String = ":"
        private const val PATIENCE = 60L

        /** A session bus that starts no services by itself. */
        private const val SETTINGS =
            "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" " +
                "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>" +
                "<listen>unix:tmpdir=/tmp</listen><policy context=\"default\"><allow own=\"*\"/>" +
                "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/></policy></busconfig>"

        /** Runs [KeyringChild] where there is no session. */
        fun childWithout(
            folder: Path,
            vararg arguments: String,
        ): String = output(childCommand(*arguments), mapOf("HOME" to "$folder", "XDG_RUNTIME_DIR" to "$folder"))

        private fun childCommand(vararg arguments: String): List<String> =
            listOf(
                "${Path.of(System.getProperty("java.home"), "bin", "java")}",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KeyringChild::class.java.name,
            ) + arguments

        private fun output(
            command: List<String>,
            environment: Map<String, String>,
        ): String {
            val process = start(command, environment)
            process.outputStream.close()
            val output = process.inputReader().readText()
            check(process.waitFor(PATIENCE, TimeUnit.SECONDS)) { "$command did not end." }
            return output.trim()
        }

        private fun start(
            command: List<String>,
            environment: Map<String, String>,
        ): Process =
            ProcessBuilder(command)
                .apply {
                    environment().clear()
                    environment().putAll(environment)
                    redirectError(ProcessBuilder.Redirect.DISCARD)
                }.start()
    }
}
