package io.github.oidcauth.fuzz

import kotlin.reflect.KClass

/**
 * Something of the library that reads what others wrote.
 *
 * [feed] returns, or throws an [io.github.oidcauth.AuthException] or what is [documented]: everything else is a finding.
 */
internal class FuzzTarget(
    val name: String,
    /** The source files whose parsers these are. */
    val reads: Set<String>,
    /** The accepted inputs, so that a mutation of them passes the first check. */
    val valid: List<ByteArray>,
    /** Other inputs to mutate, such as errors. */
    val others: List<ByteArray> = emptyList(),
    val documented: Set<KClass<out Exception>> = emptySet(),
    /** Each input takes its time, so that few will do. */
    val isSlow: Boolean = false,
    val feed: suspend (ByteArray) -> Unit,
) {
    val samples: List<ByteArray> = valid + others

    init {
        require(valid.isNotEmpty()) { "The target $name has no sample that is accepted." }
    }

    override fun toString(): String = name

    /** One input: a sample with a few changes, or the sample itself when nothing fits. */
    fun input(choices: Choices): ByteArray {
        var input = choices.oneOf(samples)
        repeat(1 + choices.below(MOST_CHANGES)) {
            if (input.size < MOST_BYTES) input = choices.oneOf(MUTATIONS).apply(input, samples, choices) ?: input
        }
        return input
    }

    private companion object {
        const val MOST_CHANGES = 4

        /** Longer ones are not changed any more. */
        const val MOST_BYTES = 500_000
        val MUTATIONS =
            ByteMutations.ALL + JsonMutations.ALL + EncodedMutations.JWTS + EncodedMutations.PEMS + EncodedMutations.PARAMETERS
    }
}

/** Samples that are text. */
internal fun texts(vararg texts: String): List<ByteArray> = texts.map { it.encodeToByteArray() }
