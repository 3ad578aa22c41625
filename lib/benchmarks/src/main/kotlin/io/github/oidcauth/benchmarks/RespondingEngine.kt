package io.github.oidcauth.benchmarks

import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.callContext
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.Headers
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers

/** An engine for Ktor that responds at once, on the thread of the caller, and sends nothing. */
internal object RespondingEngine : HttpClientEngineBase("responding") {
    override val config: HttpClientEngineConfig = HttpClientEngineConfig()

    override val dispatcher: CoroutineDispatcher = Dispatchers.Unconfined

    private val time = GMTDate()

    @InternalAPI
    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        check("Authorization" in data.headers)
        val context = callContext()
        return HttpResponseData(
            HttpStatusCode.OK,
            time,
            Headers.Empty,
            HttpProtocolVersion.HTTP_1_1,
            ByteReadChannel.Empty,
            context,
        )
    }
}
