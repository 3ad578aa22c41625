// Tests TokenState and TableWidth.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenTableTest : FunSpec({
    val now = Instant.fromEpochSeconds(1_800_000_000)

    fun token(
        key: TokenKey,
        life: Duration? = 59.minutes,
        refresh: Boolean = true,
        scopes: String? = "openid email",
    ) = StoredToken(
        key,
        Token("at") {
            expiresAt = life?.let { now + it }
            if (refresh) refreshToken = "rt"
            scope = scopes
        },
    )

    val issuer = "https://login.example.com/realms/production"
    val alice = token(TokenKey.forIssuer(issuer, "my-tool", account = "alice@example.com"))
    val bob = token(TokenKey.forIssuer(issuer, "my-tool", account = "bob"), life = (-1).seconds)
    val app = token(TokenKey.forHost("https://app.example"), refresh = false, life = 3.days, scopes = null)
    val tokens = listOf(alice, bob, app)

    fun table(width: Int?) = TokenTable(now, width) { it === alice }.text(tokens)

    test("each token is one line, and the account in use is marked") {
        table(null) shouldBe
            """
              SERVER                               ACCOUNT            CLIENT   SCOPE         TOKEN
            * login.example.com/realms/production  alice@example.com  my-tool  openid email  valid 59m
              login.example.com/realms/production  bob                my-tool  openid email  refresh
              app.example                                                                    valid 3d
            """.trimIndent().lines().joinToString("\n") {
                it.trimEnd()
            }
    }

    listOf(40, 60, 80, 120).forEach { width ->
        test("the table fits $width columns") {
            val lines = table(width).lines()
            withClue(table(width)) {
                lines.size shouldBe 4
                lines.forEach { it.length shouldBeLessThanOrEqual width }
                lines[1] shouldContain "valid 59m"
                lines[1] shouldContain "alice"
                lines[2] shouldContain "refresh"
                lines.forEach { (it.trimEnd() == it) shouldBe true }
            }
        }
    }

    test("a key of a file does not control the terminal") {
        val odd = token(TokenKey.of("https://x.example/\u001b[31m\n"))
        val text = TokenTable(now, null) { false }.text(listOf(odd))
        text shouldNotContain "\u001b"
        text.lines().size shouldBe 2
    }

    test("the state tells valid, refreshable and expired apart, to the second") {
        fun state(
            life: Duration?,
            refresh: Boolean,
        ) = TokenState.of(token(TokenKey.forHost("https://h"), life, refresh), now)
        state(1.seconds, false) shouldBe TokenState.VALID
        state(0.seconds, false) shouldBe TokenState.EXPIRED
        state(0.seconds, true) shouldBe TokenState.REFRESHABLE
        state(null, false) shouldBe TokenState.VALID
    }

    test("the table has the width of the terminal, and any width elsewhere") {
        fun width(
            columns: String?,
            isTerminal: Boolean = true,
        ) = TableWidth.of(mapOf("COLUMNS" to columns)::get, isTerminal)
        width("40") shouldBe 40
        width("20") shouldBe 20
        width("19") shouldBe null
        width("wide") shouldBe null
        width(null) shouldBe null
        width("40", isTerminal = false) shouldBe null
    }

    test("times are rough, and never more than they are") {
        TokenState.rough(59.seconds) shouldBe "59s"
        TokenState.rough(119.seconds) shouldBe "1m"
        TokenState.rough(119.minutes) shouldBe "119m"
        TokenState.rough(120.minutes) shouldBe "2h"
        TokenState.rough(47.hours) shouldBe "47h"
        TokenState.rough(48.hours) shouldBe "2d"
        TokenState.rough((-1).seconds) shouldBe "0s"
    }
})
