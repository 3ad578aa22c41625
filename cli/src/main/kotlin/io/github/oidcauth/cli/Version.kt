package io.github.oidcauth.cli

/** The version of the command. */
internal object Version {
    /** Written by the build. */
    val TEXT: String =
        checkNotNull(Version::class.java.getResourceAsStream("version.txt")) { "version.txt is missing" }
            .use { it.readAllBytes() }
            .toString(Charsets.UTF_8)
            .trim()
}
