package io.github.oidcauth.internal.servers

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

/** The check of tokens, between a server and those who store them. */
class AccountServerTest :
    FunSpec({
        val alice = tokenOf("sub" to "alice")
        val bob = tokenOf("sub" to "bob")

        class Bench(
            var token: Token,
            var stored: () -> Token? = { null },
        ) : LoginServer {
            var failure: Exception? = null
            var poll: PollResult? = null
            val server = AccountServer(this, AccountRule("alice", isLabel = false)) { stored() }

            override suspend fun hasDeviceGrant() = true

            override suspend fun startDeviceLogin(): DeviceCode = error("not used")

            override suspend fun startBrowserLogin(redirectUri: String): PendingLogin = error("not used")

            override suspend fun redeem(callback: ValidatedCallback): Token = error("not used")

            override suspend fun pollOnce(
                deviceCode: String,
                codeVerifier: String?,
            ) = poll ?: PollResult.Granted(token)

            override suspend fun refresh(
                refreshToken: String,
                current: Token?,
            ) = failure?.let { throw it } ?: token
        }

        test("a device login of another user has failed, and polling ends") {
            Bench(alice).server.pollOnce("dc").shouldBeInstanceOf<PollResult.Granted>().token shouldBe alice
            val refused = Bench(bob).server.pollOnce("dc").shouldBeInstanceOf<PollResult.Refused>()
            refused.cause.shouldBeInstanceOf<WrongAccountException>().actualUser shouldBe "bob"
            Bench(bob).apply { poll = PollResult.Pending }.server.pollOnce("dc") shouldBe PollResult.Pending
        }

        test("a refresh compares with the token that was refreshed, and one from elsewhere with the stored token") {
            Bench(alice).server.refresh("r", alice) shouldBe alice
            shouldThrow<WrongAccountException> { Bench(bob).server.refresh("r", alice) }
            shouldThrow<WrongAccountException> { Bench(bob).server.refresh("r", null) }
            Bench(bob, stored = { bob }).server.refresh("r", null) shouldBe bob
        }

        test("a refresh without an ID token is that of the user before") {
            val bare = Token("at2")
            Bench(bare).server.refresh("r", alice) shouldBe bare
        }

        test("a refusal of the validator because of another subject names both users") {
            val bench = Bench(alice)
            bench.failure = InvalidResponseException("refused", isProvenInvalid = true, otherSubject = "bob")
            val error = shouldThrow<WrongAccountException> { bench.server.refresh("r", alice) }
            error.account shouldBe "alice"
            error.actualUser shouldBe "bob"
            bench.failure = InvalidResponseException("refused")
            shouldThrow<InvalidResponseException> { bench.server.refresh("r", alice) }.message shouldBe "refused"
        }

        test("a store that cannot be read does not end a login of the right user") {
            val bench = Bench(alice, stored = { throw StoreException("no") })
            bench.server.pollOnce("dc").shouldBeInstanceOf<PollResult.Granted>()
            bench.token = bob
            bench.server.pollOnce("dc").shouldBeInstanceOf<PollResult.Refused>()
        }
    })
