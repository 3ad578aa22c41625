// Tests AccessTokenClientInterceptor, AuthorizedCall, AuthorizedListener, CallTokens and Renewal.
package io.github.oidcauth.grpc

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.grpc.CallOptions
import io.grpc.Channel
import io.grpc.ClientInterceptors
import io.grpc.Context
import io.grpc.ManagedChannelBuilder
import io.grpc.Metadata
import io.grpc.MethodDescriptor
import io.grpc.Status
import io.grpc.StatusRuntimeException
import io.grpc.stub.ClientCalls
import io.grpc.stub.MetadataUtils
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainOnly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import java.io.InputStream
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit

private object Bytes : MethodDescriptor.Marshaller<InputStream> {
    override fun stream(value: InputStream): InputStream = value

    override fun parse(stream: InputStream): InputStream = stream.readBytes().inputStream()
}

class AccessTokenClientInterceptorTest :
    FunSpec({
        lateinit var server: NotesServer

        beforeTest { server = NotesServer() }

        afterTest { server.close() }

        fun channel(
            tokens: TokenSource = ScriptedTokens(),
            configure: ManagedChannelBuilder<*>.() -> Unit = {},
        ): Channel =
            server.channel {
                intercept(AccessTokenClientInterceptor(tokens, server.origin))
                configure()
            }

        fun refuse(vararg refusals: Refusal) {
            server.notes.refusals += refusals
        }

        fun status(call: () -> Any?): Status = shouldThrow<StatusRuntimeException> { call() }.status

        test("a refused unary call is sent once more, with another token and the same request") {
            val tokens = ScriptedTokens()
            refuse(Refusal())

            channel(tokens).read(note = "milk") shouldBe "milk"
            server.notes.authorizations shouldBe listOf("Bearer T1", "Bearer T2")
            server.notes.received shouldBe listOf("milk")
            tokens.renewals.get() shouldBe 1
        }

        test("so is a call without a blocked thread") {
            refuse(Refusal())
            ClientCalls.futureUnaryCall(channel().newCall(READ, CallOptions.DEFAULT), "milk").get(5, TimeUnit.SECONDS) shouldBe
                "milk"
            server.notes.authorizations shouldBe listOf("Bearer T1", "Bearer T2")
        }

        test("a server that always refuses is asked twice") {
            refuse(Refusal(), Refusal(), Refusal())

            status { channel().read() }.code shouldBe Status.Code.UNAUTHENTICATED
            server.notes.authorizations shouldBe listOf("Bearer T1", "Bearer T2")
        }

        test("a server that always refuses costs one renewal for many calls, and the refusals are reported") {
            val tokens = ScriptedTokens()
            val refusals = CopyOnWriteArrayList<OAuthException>()
            val authorizer = RequestAuthorizer(tokens, server.origin) { onRefusal { refusals += it } }
            val channel = server.channel { intercept(AccessTokenClientInterceptor(authorizer)) }
            refuse(*Array(6) { Refusal(challenge = "Bearer error=\"invalid_token\"") })

            repeat(5) { status { channel.read() }.code shouldBe Status.Code.UNAUTHENTICATED }
            tokens.renewals.get() shouldBe 1
            server.notes.authorizations shouldBe listOf("Bearer T1") + List(5) { "Bearer T2" }
            refusals shouldHaveSize 5
        }

        test("a call that streams is not repeated, and the next one has another token") {
            refuse(Refusal())
            val channel = channel()

            fun list() = ClientCalls.blockingServerStreamingCall(channel, LIST, CallOptions.DEFAULT, "note").asSequence().toList()

            status { list() }.code shouldBe Status.Code.UNAUTHENTICATED
            list() shouldBe listOf("note 0", "note 1")
            server.notes.authorizations shouldBe listOf("Bearer T1", "Bearer T2")
        }

        test("a unary call whose response has begun is not repeated, and the next one has another token") {
            refuse(Refusal(isLate = true))
            val channel = channel()

            status { channel.read() }.code shouldBe Status.Code.UNAUTHENTICATED
            channel.read() shouldBe "hello"
            server.notes.authorizations shouldBe listOf("Bearer T1", "Bearer T2")
        }

        test("a request that is a stream is not repeated") {
            val bytes = READ.toBuilder(Bytes, Bytes).build()
            refuse(Refusal())

            status {
                ClientCalls.blockingUnaryCall(channel(), bytes, CallOptions.DEFAULT, "milk".byteInputStream())
            }.code shouldBe
                Status.Code.UNAUTHENTICATED
            server.notes.authorizations shouldBe listOf("Bearer T1")
        }

        test("the challenge in the trailers decides") {
            val tokens = ScriptedTokens()
            val channel = channel(tokens)
            refuse(
                Refusal(challenge = "Basic realm=\"notes\""),
                Refusal(Status.PERMISSION_DENIED, "Bearer error=\"insufficient_scope\", scope=\"write\""),
                Refusal(Status.PERMISSION_DENIED),
                Refusal(Status.UNAVAILABLE),
            )

            List(4) { status { channel.read() }.code } shouldBe
                listOf(
                    Status.Code.UNAUTHENTICATED,
                    Status.Code.PERMISSION_DENIED,
                    Status.Code.PERMISSION_DENIED,
                    Status.Code.UNAVAILABLE,
                )
            server.notes.authorizations shouldContainOnly listOf("Bearer T1")
            server.notes.authorizations.size shouldBe 4
            refuse(Refusal(challenge = "Bearer error=\"invalid_token\""))
            channel.read() shouldBe "hello"
            tokens.renewals.get() shouldBe 1
        }

        test("authorization of the caller is left alone, and so is the refusal of it") {
            refuse(Refusal())
            val mine = Metadata().apply { put(key("authorization"), "Basic abc") }
            val channel = ClientInterceptors.intercept(channel(), MetadataUtils.newAttachHeadersInterceptor(mine))

            status { channel.read() }.code shouldBe Status.Code.UNAUTHENTICATED
            server.notes.authorizations shouldBe listOf("Basic abc")
        }

        test("credentials of the caller are left alone") {
            refuse(Refusal())
            val credentials = AccessTokenCredentials(TokenSource.of("mine"), server.origin)

            status { channel().read(CallOptions.DEFAULT.withCallCredentials(credentials)) }
            server.notes.authorizations shouldBe listOf("Bearer mine")
        }

        test("if there is no other token, the refusal of the server is the status, with the reason as its cause") {
            refuse(Refusal(Status.UNAUTHENTICATED.withDescription("expired")))

            val status = status { channel(FailingTokens(first = Token("T1"))).read() }
            status.description shouldBe "expired"
            status.cause.shouldBeInstanceOf<InvalidGrantException>()
        }

        test("if there is no token at all, the server is not asked") {
            status { channel(FailingTokens()).read() }.cause.shouldBeInstanceOf<InvalidGrantException>()
            server.notes.authorizations shouldBe emptyList()
        }

        for (hasFirst in listOf(false, true)) {
            val phase = if (hasFirst) "another token" else "the first token"

            test("cancelling a call ends its waiting for $phase") {
                if (hasFirst) refuse(Refusal())
                val tokens = HangingTokens(hasFirst)
                val call = ClientCalls.futureUnaryCall(channel(tokens).newCall(READ, CallOptions.DEFAULT), "milk")
                tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

                call.cancel(true)
                tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
            }

            test("the deadline of a call ends its waiting for $phase") {
                if (hasFirst) refuse(Refusal())
                val tokens = HangingTokens(hasFirst)
                val options = CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS)

                status { channel(tokens).read(options) }.code shouldBe Status.Code.DEADLINE_EXCEEDED
                tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
            }

            test("a cancelled context ends the waiting for $phase") {
                if (hasFirst) refuse(Refusal())
                val tokens = HangingTokens(hasFirst)
                val context = Context.current().withCancellation()
                val channel = channel(tokens)
                val call =
                    context.call { ClientCalls.futureUnaryCall(channel.newCall(READ, CallOptions.DEFAULT), "milk") }
                tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

                context.cancel(null)
                val error = shouldThrow<ExecutionException> { call.get(5, TimeUnit.SECONDS) }
                Status.fromThrowable(error).code shouldBe Status.Code.CANCELLED
                tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
            }
        }

        test("100 calls with one expired token renew it once") {
            val tokens = ScriptedTokens()
            server.notes.expired = "Bearer T1"
            val channel = channel(tokens)

            val calls = List(100) { ClientCalls.futureUnaryCall(channel.newCall(READ, CallOptions.DEFAULT), "$it") }
            calls.map { it.get(10, TimeUnit.SECONDS) } shouldBe List(100) { "$it" }
            tokens.renewals.get() shouldBe 1
        }

        test("it names its origins, and nothing else") {
            AccessTokenClientInterceptor(ScriptedTokens(), "https://api.example.com").toString() shouldBe
                "AccessTokenClientInterceptor(RequestAuthorizer(origins=[https://api.example.com]))"
        }
    })
