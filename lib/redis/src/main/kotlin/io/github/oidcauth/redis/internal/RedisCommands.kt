package io.github.oidcauth.redis.internal

import io.lettuce.core.ScriptOutputType
import io.lettuce.core.api.async.RedisAsyncCommands
import java.util.concurrent.CompletionStage

/** Commands of Redis in bytes: names and values of other programs need not be text. */
internal typealias RedisCommands = RedisAsyncCommands<ByteArray, ByteArray>

/** Runs [script] as one step. A text in its result is a [ByteArray]. */
internal fun <T> RedisCommands.run(
    script: String,
    output: ScriptOutputType,
    keys: List<ByteArray>,
    vararg arguments: Any,
): CompletionStage<T> {
    val values = arguments.map { it as? ByteArray ?: it.toString().encodeToByteArray() }
    return eval(script, output, keys.toTypedArray(), *values.toTypedArray())
}
