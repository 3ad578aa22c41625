package io.github.oidcauth.cli.settings

import java.nio.file.Path

/** The place that the value of a setting is from. */
internal sealed interface Origin {
    /** The kind of place, for JSON. */
    val word: String

    /** The name of the place for users, such as `variable OIDC_AUTH_FLOW`. */
    val shown: String get() = word

    data object Flag : Origin {
        override val word: String get() = "flag"
    }

    class Variable(
        val name: String,
        /** True if the program reads this variable itself, and the option stays as it is. */
        val isReadElsewhere: Boolean = false,
    ) : Origin {
        override val word: String get() = "variable"
        override val shown: String get() = "variable $name"
    }

    /** A line of config.toml: of the host with [alias], or of the top of the file. */
    class File(
        val path: Path,
        val position: Position,
        val alias: String?,
    ) : Origin {
        override val word: String get() = "file"
        override val shown: String get() = "${path.fileName} line ${position.line}"
    }

    data object Default : Origin {
        override val word: String get() = "default"
    }
}
