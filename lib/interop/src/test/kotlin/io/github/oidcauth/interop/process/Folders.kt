package io.github.oidcauth.interop.process

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import kotlin.io.path.createDirectories

/** The folders in which the tests keep installations, output and reports. Everything is below the module's `target`. */
internal object Folders {
    val target: Path = Path.of(System.getProperty("interop.target", "target")).toAbsolutePath()
    val logs: Path = target.resolve("logs").createDirectories()
    val screenshots: Path = target.resolve("screenshots").createDirectories()

    /** A new, empty folder whose name starts with [name]. */
    fun new(name: String): Path = Files.createTempDirectory(target.resolve("runs").createDirectories(), "$name-")

    /** Copies the test resource [name] into [folder], under its last name. */
    fun copyResource(name: String, folder: Path): Path {
        val copy = folder.createDirectories().resolve(name.substringAfterLast('/'))
        val resource = checkNotNull(javaClass.getResourceAsStream("/$name")) { "No test resource $name." }
        resource.use { Files.copy(it, copy, REPLACE_EXISTING) }
        return copy
    }
}
