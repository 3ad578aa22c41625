package io.github.oidcauth.okhttp

import io.github.oidcauth.http.ContractClient
import io.github.oidcauth.http.ContractRequest
import io.github.oidcauth.http.ContractResponse
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.Dispatcher
import okhttp3.Headers.Companion.toHeaders
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import okio.BufferedSink
import java.io.IOException
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

internal class OkHttpContractClient(
    builder: OkHttpClient.Builder,
) : ContractClient {
    private val following = builder.dispatcher(Dispatcher().apply { maxRequestsPerHost = maxRequests }).build()
    private val staying = following.newBuilder().followRedirects(false).build()

    override suspend fun send(request: ContractRequest): ContractResponse =
        exchange(request) { response ->
            val headers = response.headers.toMultimap().mapKeys { it.key.lowercase() }
            ContractResponse(response.code, headers, response.body.string())
        }

    override suspend fun firstLine(request: ContractRequest): String = exchange(request) { it.body.source().readUtf8LineStrict() }

    private suspend fun <T> exchange(
        request: ContractRequest,
        read: (Response) -> T,
    ): T {
        val client = if (request.isFollowingRedirects) following else staying
        val body = request.body?.let { if (request.isRepeatable) it.toRequestBody() else OneShot(it) }
        val made = Request.Builder().url(request.url).headers(request.headers.toHeaders()).method(request.method, body).build()
        val call = client.newCall(made)
        return suspendCancellableCoroutine { caller ->
            caller.invokeOnCancellation { call.cancel() }
            call.enqueue(
                object : Callback {
                    override fun onFailure(
                        call: Call,
                        e: IOException,
                    ) = caller.resumeWithException(e)

                    override fun onResponse(
                        call: Call,
                        response: Response,
                    ) {
                        try {
                            response.use { caller.resume(read(it)) }
                        } catch (e: IOException) {
                            caller.resumeWithException(e)
                        }
                    }
                },
            )
        }
    }

    override fun close() {
        following.dispatcher.executorService.shutdown()
        following.connectionPool.evictAll()
    }

    override fun toString(): String = "$following ${following.interceptors} ${following.networkInterceptors}"

    private class OneShot(
        private val octets: ByteArray,
    ) : RequestBody() {
        override fun contentType() = null

        override fun isOneShot() = true

        override fun writeTo(sink: BufferedSink) {
            sink.write(octets)
        }
    }
}
