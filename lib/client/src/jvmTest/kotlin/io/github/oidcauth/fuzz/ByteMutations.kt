package io.github.oidcauth.fuzz

/** Changes [input], or returns null when this is not the input for it. [others] are what else the target reads. */
internal fun interface Mutation {
    fun apply(
        input: ByteArray,
        others: List<ByteArray>,
        choices: Choices,
    ): ByteArray?
}

/** Damage to anything, whatever it means. */
internal object ByteMutations {
    private const val SHORT = 24
    private const val REPETITIONS = 2_000

    val ALL: List<Mutation> =
        listOf(
            // A bit, a byte.
            Mutation { input, _, choices ->
                edit(input, choices) { bytes, at -> bytes[at] = (bytes[at].toInt() xor (1 shl choices.below(8))).toByte() }
            },
            Mutation { input, _, choices -> edit(input, choices) { bytes, at -> bytes[at] = choices.below(256).toByte() } },
            // Something in between, or in the place of something.
            Mutation { input, _, choices ->
                val at = choices.below(input.size + 1)
                replaced(input, at, at, choices.oneOf(Hostile.pieces))
            },
            Mutation { input, _, choices ->
                val (from, to) = range(input, choices)
                replaced(input, from, to, choices.oneOf(Hostile.pieces))
            },
            // Less, more, in another order.
            Mutation { input, _, choices -> input.copyOf(choices.below(input.size + 1)) },
            Mutation { input, _, choices -> range(input, choices).let { (from, to) -> replaced(input, from, to, ByteArray(0)) } },
            Mutation { input, _, choices ->
                range(input, choices).let { (from, to) -> replaced(input, to, to, input.copyOfRange(from, to)) }
            },
            Mutation { input, _, choices ->
                val (from, to) = range(input, choices)
                val at = choices.below(input.size + 1)
                replaced(input, at, at, input.copyOfRange(from, to))
            },
            Mutation { input, others, choices ->
                val other = choices.oneOf(others)
                input.copyOf(choices.below(input.size + 1)) + other.copyOfRange(choices.below(other.size + 1), other.size)
            },
            // Another number where one is.
            Mutation { input, _, choices ->
                val digits = input.indices.filter { isDigit(input[it]) && (it == 0 || !isDigit(input[it - 1])) }
                if (digits.isEmpty()) return@Mutation null
                val from = choices.oneOf(digits)
                val to = (from until input.size).firstOrNull { !isDigit(input[it]) } ?: input.size
                replaced(input, from, to, choices.oneOf(Hostile.numbers).encodeToByteArray())
            },
            // Very much of something.
            Mutation { input, _, choices ->
                if (!choices.rarely(12)) return@Mutation null
                val (from, to) = range(input, choices)
                val part = if (choices.rarely(2)) choices.oneOf(Hostile.pieces) else input.copyOfRange(from, to)
                val times = (if (choices.rarely(5)) Hostile.length(choices) else choices.below(REPETITIONS)) / maxOf(part.size, 1)
                replaced(input, to, to, repeated(part, times))
            },
        )

    private inline fun edit(
        input: ByteArray,
        choices: Choices,
        change: (ByteArray, Int) -> Unit,
    ): ByteArray? = if (input.isEmpty()) null else input.copyOf().also { change(it, choices.below(it.size)) }

    private fun range(
        input: ByteArray,
        choices: Choices,
    ): Pair<Int, Int> {
        val from = choices.below(input.size + 1)
        val most = if (choices.rarely(4)) input.size - from else minOf(SHORT, input.size - from)
        return from to from + choices.below(most + 1)
    }

    private fun repeated(
        part: ByteArray,
        times: Int,
    ): ByteArray = ByteArray(part.size * times) { part[it % part.size] }

    private fun isDigit(byte: Byte) = byte in '0'.code..'9'.code
}

/** [input] with [by] in the place of what is [from] one position [to] another. */
internal fun replaced(
    input: ByteArray,
    from: Int,
    to: Int,
    by: ByteArray,
): ByteArray = input.copyOf(from) + by + input.copyOfRange(to, input.size)
