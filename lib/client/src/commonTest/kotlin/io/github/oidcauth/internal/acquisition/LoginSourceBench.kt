package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.InteractionChannel
import io.github.oidcauth.internal.login.DeviceLogin
import io.github.oidcauth.internal.login.FakeListener
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.login.LoopbackLogin
import io.github.oidcauth.internal.login.RecordingInteraction
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** The sources of one key in the process of a test, in virtual time: a user logs in with a device code, which takes a second. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class LoginSourceBench(
    private val scope: TestScope,
) {
    /** A store that counts how often it is read. */
    class Counting(
        private val inner: TokenStore,
    ) : TokenStore by inner {
        var reads = 0

        override val identity: Any get() = inner

        override suspend fun get(key: TokenKey): Token? {
            reads++
            return inner.get(key)
        }
    }

    val key = TokenKey.forHost("https://h.example")
    val clock = scope.virtualClock()
    val store = Counting(InMemoryTokenStore(clock))
    val server = FakeLoginServer(clock)
    val interaction = RecordingInteraction()
    var isUserPresent = true

    /** The demands that sessions were made for. */
    val demands = mutableListOf<LoginDemand>()
    private val pendingWrites = PendingWrites()
    private val prompts = Prompts()
    private val flights = RefreshFlights()
    private val channel =
        InteractionChannel(interaction, StandardTestDispatcher(scope.testScheduler), scope.testTimeSource)

    /** The store as the other functions of this process see it. */
    val view = WriteBehindStore(store, pendingWrites, clock) {}

    /** The device codes that the user was shown. */
    val prompted get() = interaction.shown.count { it.startsWith("code") }

    private fun session(): LoginSession {
        val acquirer =
            scope.tokenAcquirer(
                key,
                store,
                server,
                clock,
                prompts = prompts,
                isPresent = { isUserPresent },
                warn = { interaction.warn(it) },
                pendingWrites = pendingWrites,
                flights = flights,
            )
        return LoginSession(acquirer, lazy { userLogin() })
    }

    private fun userLogin(): UserLogin =
        UserLogin(
            DeviceLogin(server, channel, clock, scope.testTimeSource, timeout = null),
            LoopbackLogin(server, FakeListener(), channel, LoopbackRedirect.of(listOf(0)), timeout = null),
            LoginFlow.DEVICE,
        )

    fun source(): LoginTokenSource {
        val session = session()
        return LoginTokenSource(key.value, autoOpen = false, pendingWrites.changes, scope.testTimeSource) { demand ->
            demand?.let { demands += it }
            session
        }
    }

    /** Returns a token that the store has from now on. */
    suspend fun has(
        name: String,
        life: Duration = 10.minutes,
        refreshToken: String? = "r-$name",
    ): Token =
        Token(name) {
            expiresAt = clock.now() + life
            this.refreshToken = refreshToken
            refreshExpiresAt = clock.now() + 100.minutes
        }.also { store.put(key, it) }
}
