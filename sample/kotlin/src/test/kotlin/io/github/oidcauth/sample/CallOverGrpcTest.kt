package io.github.oidcauth.sample

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.TokenSource
import io.grpc.CallOptions
import io.grpc.MethodDescriptor
import io.grpc.MethodDescriptor.MethodType
import io.grpc.Status
import io.grpc.StatusRuntimeException
import io.grpc.stub.ClientCalls
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.InputStream
import java.util.concurrent.TimeUnit

private object Empty : MethodDescriptor.Marshaller<Unit> {
    override fun stream(value: Unit): InputStream = InputStream.nullInputStream()

    override fun parse(stream: InputStream) = Unit
}

private val METHOD = MethodDescriptor.newBuilder(Empty, Empty).setType(MethodType.UNARY).setFullMethodName("Notes/Read").build()

class CallOverGrpcTest :
    FunSpec({
        test("a channel of an API is for the origin of its tokens") {
            val channel = channelOfApi(TokenSource.of("token"))
            channel.authority() shouldBe "api.example.com"
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS)

            val ended =
                shouldThrow<StatusRuntimeException> { ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, Unit) }
            ended.message shouldContain "shutdown"
            reasonOf(ended) shouldBe null
        }

        test("the reason for a call without a token is the cause of its status") {
            val reason = InvalidGrantException("The refresh token has expired.")
            reasonOf(Status.UNAUTHENTICATED.withCause(reason).asRuntimeException()) shouldBe reason
        }
    })
