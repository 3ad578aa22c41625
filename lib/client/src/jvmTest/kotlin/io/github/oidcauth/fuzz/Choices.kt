package io.github.oidcauth.fuzz

import kotlin.random.Random

/** The source of decisions for a mutation. The same choices make the same input. */
internal fun interface Choices {
    /** A number from 0 until [bound], which is at least 1. */
    fun below(bound: Int): Int

    companion object {
        /** The choices of the input number [index] of the target [name], in a run with [seed]. */
        fun of(
            seed: Long,
            name: String,
            index: Int,
        ): Choices {
            val random = Random((seed * FACTOR + name.hashCode()) * FACTOR + index)
            return Choices(random::nextInt)
        }

        /**
         * The choices that [bytes] stand for, zero when they are used up: a fuzzer that changes the bytes changes the choices.
         */
        fun of(bytes: ByteArray): Choices {
            var at = 0

            fun next(): Int = if (at < bytes.size) bytes[at++].toInt() and BYTE else 0
            return Choices { bound ->
                var number = next()
                var rest = (bound - 1) shr Byte.SIZE_BITS
                while (rest > 0) {
                    number = (number shl Byte.SIZE_BITS) or next()
                    rest = rest shr Byte.SIZE_BITS
                }
                (number and Int.MAX_VALUE) % bound
            }
        }

        private const val FACTOR = 0x5851f42d4c957f2d
        private const val BYTE = 0xff
    }
}

internal fun <T> Choices.oneOf(list: List<T>): T = list[below(list.size)]

/** True once in [times]. */
internal fun Choices.rarely(times: Int): Boolean = below(times) == 0
