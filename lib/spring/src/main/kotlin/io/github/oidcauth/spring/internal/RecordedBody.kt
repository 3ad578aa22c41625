// Tested by AccessTokenFilterTest.
package io.github.oidcauth.spring.internal

import org.reactivestreams.Publisher
import org.springframework.core.io.buffer.DataBuffer
import org.springframework.http.client.reactive.ClientHttpRequest
import org.springframework.http.client.reactive.ClientHttpRequestDecorator
import org.springframework.web.reactive.function.BodyInserter
import reactor.core.publisher.Mono
import java.nio.ByteBuffer

/**
 * The body of a request, which keeps what it has written, if that was in one piece, and writes the same when it is inserted once
 * more. The original is inserted once: many publishers can be subscribed to only once, and some then write another body.
 */
internal class RecordedBody(
    private val original: BodyInserter<*, in ClientHttpRequest>,
) : BodyInserter<Any, ClientHttpRequest> {
    @Volatile
    private var state: State = State.New

    /** True if the body can be inserted again: nothing was written, or one piece. */
    val isRepeatable: Boolean get() = state != State.Streamed

    override fun insert(
        output: ClientHttpRequest,
        context: BodyInserter.Context,
    ): Mono<Void> =
        when (val before = state) {
            State.New -> original.insert(Recorder(output), context)
            is State.Written -> before.writeTo(output)
            else -> output.setComplete()
        }

    private inner class Recorder(
        output: ClientHttpRequest,
    ) : ClientHttpRequestDecorator(output) {
        private val ofRequest = output.headers.headerNames().toSet()

        override fun writeWith(body: Publisher<out DataBuffer>): Mono<Void> {
            state = State.Streamed
            return super.writeWith(if (body is Mono<*>) recorded(Mono.from(body)) else body)
        }

        override fun writeAndFlushWith(body: Publisher<out Publisher<out DataBuffer>>): Mono<Void> {
            state = State.Streamed
            return super.writeAndFlushWith(body)
        }

        override fun setComplete(): Mono<Void> {
            state = State.Empty
            return super.setComplete()
        }

        private fun recorded(body: Mono<DataBuffer>): Mono<DataBuffer> =
            body.doOnNext { buffer ->
                val bytes = ByteArray(buffer.readableByteCount())
                buffer.toByteBuffer(0, ByteBuffer.wrap(bytes), 0, bytes.size)
                state = State.Written(bytes, headers.headerSet().filter { it.key !in ofRequest })
            }
    }

    private sealed interface State {
        data object New : State

        data object Empty : State

        data object Streamed : State

        class Written(
            private val bytes: ByteArray,
            headers: List<Map.Entry<String, List<String>>>,
        ) : State {
            /** Those that the original inserter has set, such as `Content-Type`. */
            private val headers = headers.map { it.key to it.value.toList() }

            fun writeTo(output: ClientHttpRequest): Mono<Void> {
                headers.forEach { (name, values) -> output.headers.put(name, values) }
                return output.writeWith(Mono.fromSupplier { output.bufferFactory().wrap(bytes) })
            }
        }
    }
}
