// Tested by AuthorizedHttpClientTest.
package io.github.oidcauth.internal.requests

import java.nio.ByteBuffer
import java.util.concurrent.Flow

/** Reads and discards a body of at most [limit] octets. A longer one is cancelled, which closes its connection. */
internal class DiscardingSubscriber(
    private val limit: Long = LIMIT,
) : Flow.Subscriber<List<ByteBuffer>> {
    private lateinit var subscription: Flow.Subscription
    private var size = 0L

    override fun onSubscribe(subscription: Flow.Subscription) {
        this.subscription = subscription
        subscription.request(1)
    }

    override fun onNext(item: List<ByteBuffer>) {
        size += item.sumOf { it.remaining().toLong() }
        if (size > limit) subscription.cancel() else subscription.request(1)
    }

    override fun onError(throwable: Throwable) {}

    override fun onComplete() {}

    companion object {
        const val LIMIT: Long = 1024 * 1024
    }
}
