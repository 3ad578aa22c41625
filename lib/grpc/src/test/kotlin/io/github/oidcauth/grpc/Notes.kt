package io.github.oidcauth.grpc

import io.grpc.Metadata
import io.grpc.MethodDescriptor
import io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
import io.grpc.MethodDescriptor.MethodType.UNARY
import io.grpc.ServerCall
import io.grpc.ServerCallHandler
import io.grpc.ServerInterceptor
import io.grpc.ServerInterceptors
import io.grpc.ServerServiceDefinition
import io.grpc.Status
import io.grpc.stub.ServerCalls
import java.io.InputStream
import java.util.Collections
import java.util.concurrent.ConcurrentLinkedQueue

internal fun key(name: String): Metadata.Key<String> = Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)

private object Text : MethodDescriptor.Marshaller<String> {
    override fun stream(value: String): InputStream = value.byteInputStream()

    override fun parse(stream: InputStream): String = stream.readBytes().decodeToString()
}

private fun method(
    name: String,
    type: MethodDescriptor.MethodType,
): MethodDescriptor<String, String> = MethodDescriptor.newBuilder(
    Text,
    Text,
).setType(type).setFullMethodName("Notes/$name").build()

internal val READ = method("Read", UNARY)
internal val LIST = method("List", SERVER_STREAMING)

/** Ends a call with [status] and the trailer `www-authenticate`, with a response before if [isLate]. */
internal class Refusal(
    val status: Status = Status.UNAUTHENTICATED,
    val challenge: String? = null,
    val isLate: Boolean = false,
)

/** A service that returns what it receives, or refuses as the test sets. It keeps the `authorization` of each call. */
internal class Notes {
    /** The `authorization` that is refused always. */
    @Volatile
    var expired: String = ""
    val refusals = ConcurrentLinkedQueue<Refusal>()
    val authorizations: MutableList<String?> = Collections.synchronizedList(mutableListOf())
    val received: MutableList<String> = Collections.synchronizedList(mutableListOf())

    val service: ServerServiceDefinition =
        ServerInterceptors.intercept(
            ServerServiceDefinition.builder("Notes")
                .addMethod(
                    READ,
                    ServerCalls.asyncUnaryCall { note, response ->
                        received += note
                        response.onNext(note)
                        response.onCompleted()
                    },
                ).addMethod(
                    LIST,
                    ServerCalls.asyncServerStreamingCall { note, response ->
                        repeat(2) { response.onNext("$note $it") }
                        response.onCompleted()
                    },
                ).build(),
            object : ServerInterceptor {
                override fun <Q, R> interceptCall(
                    call: ServerCall<Q, R>,
                    headers: Metadata,
                    next: ServerCallHandler<Q, R>,
                ): ServerCall.Listener<Q> = guard(call, headers, next)
            },
        )

    private fun <Q, R> guard(
        call: ServerCall<Q, R>,
        headers: Metadata,
        next: ServerCallHandler<Q, R>,
    ): ServerCall.Listener<Q> {
        val authorization = headers.getAll(key("authorization"))?.joinToString()
        authorizations += authorization
        val refusal = refusals.poll() ?: Refusal().takeIf { authorization == expired } ?: return next.startCall(call, headers)
        if (refusal.isLate) call.sendHeaders(Metadata())
        call.close(refusal.status, Metadata().apply { refusal.challenge?.let { put(key("www-authenticate"), it) } })
        return object : ServerCall.Listener<Q>() {}
    }
}
