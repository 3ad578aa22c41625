package io.github.oidcauth.internal.requests

import java.net.http.HttpResponse.BodyHandler
import java.net.http.HttpResponse.BodySubscriber
import java.net.http.HttpResponse.BodySubscribers
import java.net.http.HttpResponse.ResponseInfo
import java.nio.ByteBuffer
import java.util.concurrent.CompletionStage
import java.util.concurrent.Flow

/** The body of a response of the JDK's client. */
internal sealed class ReceivedBody<T> {
    /** It was read by the handler of the program, or is being read. */
    class Read<T>(
        val value: T,
    ) : ReceivedBody<T>()

    /**
     * It may be that of a response which the program does not see, so nothing is read before that is decided. One of [read] and
     * [discard] has to be called, because the connection is kept until then.
     */
    class Held<T>(
        private val info: ResponseInfo,
        private val publisher: Flow.Publisher<List<ByteBuffer>>,
        private val handler: BodyHandler<T>,
    ) : ReceivedBody<T>() {
        /** Reads the body with the handler of the program. */
        fun read(): CompletionStage<T> = handler.apply(info).also { publisher.subscribe(it) }.body

        /** Reads and discards the body, so that the connection can be used again; cancels it if it is long. */
        fun discard(): Unit = publisher.subscribe(DiscardingSubscriber())
    }

    /** Reads with [handler] the bodies of responses that the program gets in any case. */
    class Handler<T>(
        private val handler: BodyHandler<T>,
    ) : BodyHandler<ReceivedBody<T>> {
        override fun apply(info: ResponseInfo): BodySubscriber<ReceivedBody<T>> =
            if (RefusalReader.isCandidate(info.statusCode())) {
                BodySubscribers.mapping(BodySubscribers.ofPublisher()) { Held(info, it, handler) }
            } else {
                reading(handler.apply(info))
            }
    }

    companion object {
        /** Returns a subscriber that reads what [subscriber] reads. */
        fun <T> reading(subscriber: BodySubscriber<T>): BodySubscriber<ReceivedBody<T>> =
            BodySubscribers.mapping(subscriber) { Read(it) }
    }
}
