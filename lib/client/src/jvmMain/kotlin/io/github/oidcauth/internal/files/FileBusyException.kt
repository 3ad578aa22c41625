package io.github.oidcauth.internal.files

import java.io.IOException

/** Windows does not replace a file while someone, such as a virus scanner, has it open. It passes. */
internal class FileBusyException(
    cause: IOException,
) : IOException(cause.message, cause)
