package io.github.oidcauth.interop.process

import io.github.oidcauth.interop.Requirement
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.isDirectory
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readLines

/** A JDK of this machine that is [version] or newer. */
internal class Jdk private constructor(
    private val version: Int,
    val home: Path?,
) : Requirement {
    override val missing: String? =
        if (home ==
            null
        ) {
            "Needs a JDK, $version or newer, named by JAVA_HOME or below ${PLACES.joinToString()}: $INSTALL."
        } else {
            null
        }

    companion object {
        private const val INSTALL = "apt-get install openjdk-25-jdk-headless"
        private val PLACES = listOf("/usr/lib/jvm", "/opt", "${System.getProperty("user.home")}/.jdks")
        private val VERSION = Regex("JAVA_VERSION=\"(\\d+).*")

        /** The newest JDK that can be found, if it is at least that [version]. */
        fun newest(version: Int): Jdk {
            val named = listOfNotNull(System.getenv("JAVA_HOME"), System.getProperty("java.home")).map(Path::of)
            val found = PLACES.map(Path::of).filter { it.isDirectory() }.flatMap { it.listDirectoryEntries() }
            val newest = (named + found).filter { it.resolve("bin/javac").exists() }.maxByOrNull(::versionOf)
            return Jdk(version, newest?.takeIf { versionOf(it) >= version })
        }

        private fun versionOf(home: Path): Int {
            val release = home.resolve("release")
            if (!release.exists()) return 0
            return release.readLines().firstNotNullOfOrNull { VERSION.matchEntire(it) }?.groupValues?.get(1)?.toInt() ?: 0
        }
    }
}
