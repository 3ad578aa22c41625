package io.github.oidcauth.cli

/** The commands that the first word can name. Any other first word is a host to log in to. */
internal enum class CommandName(
    val word: String,
    val needsHost: Boolean = true,
) {
    LOGIN("login"),
    TOKEN("token"),
    LIST("list", needsHost = false),
    INTROSPECT("introspect"),
    REVOKE("revoke"),
    LOGOUT("logout", needsHost = false),
    EXPORT("export", needsHost = false),
    MOVE("move", needsHost = false),
    IMPORT("import", needsHost = false),
    ROTATE_KEY("rotate-key", needsHost = false),
    ;

    companion object {
        fun find(word: String): CommandName? = entries.find { it.word == word }
    }
}
