package io.github.oidcauth.cli

import java.io.BufferedInputStream
import java.io.File
import java.io.FileInputStream
import java.io.InputStream

/** Standard input of the command. For `token HOST`, the launcher passes it on as another descriptor. */
internal object StandardInput {
    /** The system property with the number. */
    const val PROPERTY: String = "oidcauth.stdin.descriptor"

    /**
     * Returns [System.in], which is the stream of the descriptor with the [number] from now on, if there is one. It is opened
     * when it is read.
     */
    fun of(number: String?): InputStream {
        if (number != null) System.setIn(BufferedInputStream(OnDemand(File("/dev/fd/$number"))))
        return System.`in`
    }

    private class OnDemand(
        private val file: File,
    ) : InputStream() {
        private val stream by lazy { FileInputStream(file) }

        override fun read(): Int = stream.read()

        override fun read(
            target: ByteArray,
            offset: Int,
            length: Int,
        ): Int = stream.read(target, offset, length)

        override fun available(): Int = stream.available()
    }
}
