package io.github.oidcauth.internal.files

import java.io.IOException

/**
 * Thrown when Windows cannot replace a file because another program, such as a virus scanner, has it open. A later attempt may
 * succeed.
 */
internal class FileBusyException(
    cause: IOException,
) : IOException(cause.message, cause)
