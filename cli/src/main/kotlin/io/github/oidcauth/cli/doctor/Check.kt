package io.github.oidcauth.cli.doctor

/** The result of one check: what was found, and what to do if it is not well. */
internal class Check(
    val name: String,
    val status: Status,
    val text: String,
    /** True if a failure means that the server is not reached, or not trusted. */
    val isAboutConnection: Boolean = false,
    val milliseconds: Long? = null,
) {
    enum class Status { OK, WARNING, FAILED }

    companion object {
        fun ok(
            name: String,
            text: String,
            milliseconds: Long? = null,
        ): Check = Check(name, Status.OK, text, milliseconds = milliseconds)

        fun warning(
            name: String,
            text: String,
        ): Check = Check(name, Status.WARNING, text)

        fun failed(
            name: String,
            text: String,
        ): Check = Check(name, Status.FAILED, text)
    }
}
