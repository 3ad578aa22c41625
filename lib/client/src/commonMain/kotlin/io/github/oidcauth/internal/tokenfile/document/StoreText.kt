package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson

/** What stands around the members of a store with at least one. */
internal object StoreText {
    /** Before the first. */
    val START: ByteArray = "{\n${PythonJson.INDENT}".encodeToByteArray()

    /** Before each other. As long as [START]. */
    val SEPARATOR: ByteArray = ",\n${PythonJson.INDENT}".encodeToByteArray()

    /** After the last. */
    val END: ByteArray = "\n}".encodeToByteArray()

    val LEAD_SIZE: Int = SEPARATOR.size

    /** A store without members. */
    val EMPTY: ByteArray = "{}".encodeToByteArray()
}
