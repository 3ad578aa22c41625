package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson

/** Text around the members of a store with at least one. */
internal object StoreText {
    /** The text before the first member. */
    val START: ByteArray = "{\n${PythonJson.INDENT}".encodeToByteArray()

    /** The text before each other member, as long as [START]. */
    val SEPARATOR: ByteArray = ",\n${PythonJson.INDENT}".encodeToByteArray()

    /** The text after the last member. */
    val END: ByteArray = "\n}".encodeToByteArray()

    val LEAD_SIZE: Int = SEPARATOR.size

    /** A store without members. */
    val EMPTY: ByteArray = "{}".encodeToByteArray()
}
