// Tests AccessTokenCredentials, CallTokens and CallOrigin.
package io.github.oidcauth.grpc

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.oauth2.DPoPKey
import io.grpc.Attributes
import io.grpc.CallCredentials
import io.grpc.CallOptions
import io.grpc.Channel
import io.grpc.ClientInterceptors
import io.grpc.CompositeChannelCredentials
import io.grpc.Grpc
import io.grpc.Metadata
import io.grpc.MethodDescriptor
import io.grpc.SecurityLevel
import io.grpc.Status
import io.grpc.StatusRuntimeException
import io.grpc.TlsChannelCredentials
import io.grpc.inprocess.InProcessChannelBuilder
import io.grpc.inprocess.InProcessServerBuilder
import io.grpc.inprocess.InProcessSocketAddress
import io.grpc.stub.ClientCalls
import io.grpc.stub.MetadataUtils
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import java.net.InetSocketAddress
import java.net.SocketAddress
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

internal fun Channel.read(
    options: CallOptions = CallOptions.DEFAULT,
    note: String = "hello",
): String = ClientCalls.blockingUnaryCall(this, READ, options, note)

/** A request as gRPC describes it to credentials. */
private class Described(
    private val level: SecurityLevel,
    private val place: String,
    private val address: SocketAddress?,
) : CallCredentials.RequestInfo() {
    override fun getMethodDescriptor(): MethodDescriptor<*, *> = READ

    override fun getSecurityLevel(): SecurityLevel = level

    override fun getAuthority(): String = place

    override fun getTransportAttrs(): Attributes =
        Attributes.newBuilder().apply { address?.let { set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, it) } }.build()
}

private class Applied : CallCredentials.MetadataApplier() {
    var result = ""

    override fun apply(headers: Metadata) {
        result = headers.get(key("authorization")).orEmpty()
    }

    override fun fail(status: Status) {
        result = "${status.code}: ${status.description}"
    }
}

class AccessTokenCredentialsTest :
    FunSpec({
        val certificate = autoClose(TestCertificate())
        lateinit var server: NotesServer

        beforeTest { server = NotesServer() }

        afterTest { server.close() }

        fun options(
            tokens: TokenSource,
            origin: String = server.origin,
        ): CallOptions = CallOptions.DEFAULT.withCallCredentials(AccessTokenCredentials(tokens, origin))

        fun refusal(options: CallOptions): Status = shouldThrow<StatusRuntimeException> { server.channel().read(options) }.status

        test("the token is sent over TLS to the origin") {
            NotesServer(certificate).use { secure ->
                secure.channel().read(options(ScriptedTokens(), secure.origin)) shouldBe "hello"
                secure.notes.authorizations shouldBe listOf("Bearer T1")
            }
        }

        test("credentials of a channel are for all of its calls") {
            NotesServer(certificate).use { secure ->
                val tls = TlsChannelCredentials.newBuilder().trustManager(certificate.certificate).build()
                val all = CompositeChannelCredentials.create(tls, AccessTokenCredentials(ScriptedTokens(), secure.origin))
                val channel = Grpc.newChannelBuilder(secure.origin.removePrefix("https://"), all).build()

                channel.read() shouldBe "hello"
                secure.notes.authorizations shouldBe listOf("Bearer T1")
                channel.shutdownNow()
            }
        }

        test("without TLS it is sent to this machine, if that is named") {
            server.channel().read(options(ScriptedTokens())) shouldBe "hello"
            server.notes.authorizations shouldBe listOf("Bearer T1")
        }

        test("a call to an origin that was not named fails, and nothing is sent") {
            val status = refusal(options(ScriptedTokens(), "https://api.example.com"))
            status.code shouldBe Status.Code.UNAUTHENTICATED
            status.description shouldBe
                "No token is sent to ${server.origin}, since the channel has no TLS. Use a channel with TLS; on this machine, name this origin."
            NotesServer(certificate).use { secure ->
                val error =
                    shouldThrow<StatusRuntimeException> {
                        secure.channel().read(options(ScriptedTokens(), "https://api.example.com"))
                    }
                error.status.description shouldContain "which is not among the origins that were named"
                secure.notes.authorizations shouldBe emptyList()
            }
            server.notes.authorizations shouldBe emptyList()
        }

        test("an origin with https gets no token over a channel without TLS") {
            refusal(options(ScriptedTokens(), server.origin.replace("http:", "https:"))).code shouldBe Status.Code.UNAUTHENTICATED
            server.notes.authorizations shouldBe emptyList()
        }

        test("origins are required, and http is for this machine") {
            shouldThrow<InvalidConfigException> { AccessTokenCredentials(ScriptedTokens()) }
            shouldThrow<InvalidConfigException> { AccessTokenCredentials(ScriptedTokens(), "http://api.example.com") }
        }

        fun applied(
            level: SecurityLevel,
            place: String,
            address: SocketAddress? = InetSocketAddress("127.0.0.1", 1),
        ): String {
            val authorizer = RequestAuthorizer.of(
                ScriptedTokens(),
                "https://api.example.com",
                "http://localhost:1",
                "http://[::1]:1",
            )
            return Applied().also {
                AccessTokenCredentials(authorizer).applyRequestMetadata(Described(level, place, address), Runnable::run, it)
            }.result
        }

        test("the authority and the security of the channel decide") {
            val secure = SecurityLevel.PRIVACY_AND_INTEGRITY
            for (place in listOf("api.example.com", "api.example.com:443", "API.example.com")) {
                applied(secure, place) shouldBe
                    "Bearer T1"
            }
            for (place in listOf(
                "api.example.com:444",
                "api.example.com.evil.example",
                "evil.example",
                "api.example.com@evil.example",
            )) {
                applied(secure, place) shouldContain "UNAUTHENTICATED: No token is sent to https://$place, which is not among"
            }
            for (level in listOf(SecurityLevel.NONE, SecurityLevel.INTEGRITY)) {
                applied(level, "api.example.com") shouldContain
                    "UNAUTHENTICATED: No token is sent to http://api.example.com, since"
            }
        }

        test("an authority that a program has set does not make a server one of this machine") {
            val elsewhere = InetSocketAddress("192.0.2.1", 1)
            for (place in listOf("localhost:1", "[::1]:1")) {
                applied(SecurityLevel.NONE, place) shouldBe "Bearer T1"
                applied(SecurityLevel.NONE, place, elsewhere) shouldContain "whose server is on another machine"
                applied(SecurityLevel.NONE, place, address = null) shouldContain "whose server is on another machine"
                applied(SecurityLevel.NONE, place, InProcessSocketAddress("notes")) shouldBe "Bearer T1"
            }
        }

        test("if there is no token, the status says why in printable text, and has the cause") {
            val status = refusal(options(FailingTokens()))
            status.code shouldBe Status.Code.UNAUTHENTICATED
            status.description.orEmpty().all { it in ' '..'~' } shouldBe true
            status.description shouldContain "There is no token."
            status.cause.shouldBeInstanceOf<InvalidGrantException>()
        }

        test("a source with a fault of its own ends the call too") {
            val status = refusal(options(FailingTokens(failure = IllegalStateException("secret"))))
            status.description shouldBe "There is no token, for an unexpected java.lang.IllegalStateException."
            status.cause.shouldBeInstanceOf<IllegalStateException>()
        }

        test("a token that is bound to a key is refused") {
            refusal(options(ScriptedTokens(DPoPKey.generate()))).description shouldContain "gRPC has no rule for its proofs"
            server.notes.authorizations shouldBe emptyList()
        }

        test("a call that waits for a token ends at its deadline, and blocks no other") {
            val oneThread = Executors.newSingleThreadExecutor()
            val channel = server.channel { executor(oneThread) }
            val tokens = HangingTokens()
            val waiting = ClientCalls.futureUnaryCall(channel.newCall(READ, options(tokens)), "first")
            tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

            channel.read(options(ScriptedTokens())) shouldBe "hello"
            val error =
                shouldThrow<StatusRuntimeException> { channel.read(options(tokens).withDeadlineAfter(50, TimeUnit.MILLISECONDS)) }
            error.status.code shouldBe Status.Code.DEADLINE_EXCEEDED
            waiting.isDone shouldBe false
            measureTime { waiting.cancel(true) } shouldBeLessThan 5.seconds
            channel.shutdownNow()
            oneThread.shutdown()
        }

        test("metadata of the caller is sent beside the token") {
            val mine = Metadata().apply { put(key("authorization"), "Basic abc") }
            val channel = ClientInterceptors.intercept(server.channel(), MetadataUtils.newAttachHeadersInterceptor(mine))

            channel.read(options(ScriptedTokens())) shouldBe "hello"
            server.notes.authorizations shouldBe listOf("Basic abc, Bearer T1")
        }

        test("a call within the process has a token, as for https") {
            val notes = Notes()
            val local = InProcessServerBuilder.forName("notes").addService(notes.service).build().start()
            val channel = InProcessChannelBuilder.forName("notes").build()

            channel.read(options(ScriptedTokens(), "https://localhost")) shouldBe "hello"
            notes.authorizations shouldBe listOf("Bearer T1")
            channel.shutdownNow()
            local.shutdownNow()
        }

        test("the text of credentials has their origins, and nothing else") {
            AccessTokenCredentials(ScriptedTokens(), "https://api.example.com").toString() shouldBe
                "AccessTokenCredentials(RequestAuthorizer(origins=[https://api.example.com]))"
        }
    })
