package io.github.oidcauth.internal.environment

/** The kinds of operating systems that this library treats differently. */
internal enum class Platform {
    LINUX,

    /** Linux inside Windows, whose browser is the one on the desktop. */
    WSL,
    MACOS,
    WINDOWS,

    /** Another POSIX system: like Linux, but without `/proc`. */
    OTHER,
    ;

    val isWindows: Boolean get() = this == WINDOWS

    companion object {
        fun detect(
            environment: Environment,
            osName: String = System.getProperty("os.name").orEmpty(),
        ): Platform =
            when {
                osName.startsWith("Windows") -> WINDOWS
                osName.startsWith("Mac") -> MACOS
                osName != "Linux" -> OTHER
                environment["WSL_DISTRO_NAME"].isNullOrEmpty() && environment["WSL_INTEROP"].isNullOrEmpty() -> LINUX
                else -> WSL
            }
    }
}
