package io.github.oidcauth.interop.browser

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.Executables
import java.nio.file.Path
import kotlin.io.path.Path

/** The installed Chromium: `$CHROMIUM`, or the first one on the path. */
internal object Chromium : Requirement {
    private val path: Path? by lazy {
        System.getenv("CHROMIUM")?.let(::Path) ?: Executables.find("chromium", "chromium-browser", "google-chrome")
    }

    override val missing: String?
        get() = if (path == null) "Needs Chromium (Debian: apt-get install chromium) or its path in CHROMIUM." else null

    val executable: Path get() = checkNotNull(path) { "$missing" }
}
