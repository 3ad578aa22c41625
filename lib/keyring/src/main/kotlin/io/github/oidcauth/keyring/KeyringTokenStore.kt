package io.github.oidcauth.keyring

import io.github.oidcauth.AuthException
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.PromptLock
import io.github.oidcauth.RemovedTokens
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.keyring.internal.Keyring
import io.github.oidcauth.keyring.internal.KeyringCipher
import io.github.oidcauth.keyring.internal.KeyringException
import io.github.oidcauth.keyring.internal.KeyringKeys
import io.github.oidcauth.keyring.internal.runBlocking
import java.nio.file.Path
import kotlin.time.Clock
import kotlin.time.toKotlinInstant
import java.time.Clock as JavaClock

/**
 * Keeps tokens in a file, encrypted with a key that is in the keyring of the operating system: the Secret Service of Linux
 * and other Unixes (GNOME Keyring, KWallet, KeePassXC), the Keychain of macOS, the Credential Manager of Windows.
 *
 * The file is that of a [FileTokenStore], with its locks, its handling of damaged files and its cost;
 * `docs/encrypted-store.md` describes it. The keys of entries, their expiry and the time at which they were stored can be
 * read without the encryption key; [keys] and [remove] do not access the keyring. The other functions access it once: the
 * key, and each decrypted token, stay in memory.
 *
 * Storing the first token creates the key. All files of a user share it. A process of that user with access to the keyring
 * can read the tokens; somebody with the file alone, for example from a backup, cannot.
 *
 * **The keyring may ask the user** to unlock it, and calls wait for the user: up to two minutes on Linux. Waiting is
 * cancellable, except on macOS. It never happens while a lock of the file for writing is held.
 *
 * **Without a keyring** everything that needs the key throws [StoreException], which says what to install. With
 * [Builder.plainFile], and only then, tokens are kept unencrypted in that file instead, and [StoreNotices] reports it. This
 * is decided once, and never because a keyring is locked.
 *
 * **When the key is lost**, its entries cannot be read: the store reports it, they count as absent, and the file is copied
 * before one is replaced.
 *
 * Two stores with the same file and the same settings are equal. Thread-safe. [toString] shows no secret.
 */
public class KeyringTokenStore internal constructor(
    private val encrypted: FileTokenStore,
    private val plain: FileTokenStore?,
    private val keys: KeyringKeys,
    private val notices: StoreNotices,
) : TokenStore {
    private constructor(builder: Builder) : this(encrypted(builder), plain(builder), SYSTEM, builder.notices)

    /** The file with the encrypted tokens, an absolute path. */
    public val path: Path get() = encrypted.path

    /** The identity of the file with the encrypted tokens, also if the plain file replaces it. */
    override val identity: Any get() = encrypted.identity

    @Volatile
    private var chosen: FileTokenStore? = if (plain == null) encrypted else null

    @JvmSynthetic
    override suspend fun get(key: TokenKey): Token? = store().get(key)

    @JvmSynthetic
    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = store().put(key, token)

    @JvmSynthetic
    override suspend fun remove(key: TokenKey): Boolean {
        val isForgotten = RemovedTokens.report(this, key)
        return store().remove(key) || isForgotten
    }

    @JvmSynthetic
    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = store().remove(key, seen)

    @JvmSynthetic
    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = store().replace(key, seen, token)

    @JvmSynthetic
    override suspend fun removeUnreadable(): Unit = store().removeUnreadable()

    @JvmSynthetic
    override suspend fun removeStale(): Int = store().removeStale()

    @JvmSynthetic
    override suspend fun keys(): Set<TokenKey> = store().keys()

    @JvmSynthetic
    override suspend fun entries(): List<StoredToken> = store().entries()

    @JvmSynthetic
    override suspend fun clear() {
        RemovedTokens.reportAll(this)
        store().clear()
    }

    @JvmSynthetic
    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T = store().withLock(key, action)

    @JvmSynthetic
    override suspend fun tryPromptLock(key: TokenKey): PromptLock = store().tryPromptLock(key)

    /**
     * Makes a new key, encrypts every token of this file with it, and returns the number of those tokens. Unreadable tokens
     * stay unchanged.
     *
     * Other processes continue to use the previous key until they end, and other files until their tokens are refreshed. So
     * older keys stay in the keyring; remove them there when the tokens that were encrypted with them have expired.
     *
     * @throws StoreException if the keyring or the file cannot be written. Each token is still there, encrypted with one of
     *     the two keys.
     */
    @JvmSynthetic
    public suspend fun rotateKey(): Int {
        KeyringCipher.mappingErrors { keys.rotate() }
        return encrypted.keys().count { key ->
            encrypted.withLock(key) {
                val token = encrypted.get(key)
                if (token != null) encrypted.put(key, token)
                token != null
            }
        }
    }

    /** Does the same as [rotateKey], for callers without coroutines. In Java its name is `rotateKey`. */
    @JvmName("rotateKey")
    @Throws(AuthException::class)
    public fun rotateKeyBlocking(): Int = runBlocking { rotateKey() }

    override fun equals(other: Any?): Boolean =
        other is KeyringTokenStore && encrypted == other.encrypted && plain == other.plain

    override fun hashCode(): Int = encrypted.hashCode()

    override fun toString(): String = "KeyringTokenStore($path)"

    private suspend fun store(): FileTokenStore = chosen ?: choose().also { chosen = it }

    private suspend fun choose(): FileTokenStore =
        KeyringCipher.mappingErrors {
            try {
                keys.current()
                encrypted
            } catch (e: KeyringException.Unavailable) {
                checkNotNull(plain).also {
                    notices.report("There is no keyring, so tokens are kept unencrypted in ${it.path}. ${e.message} ${e.advice}")
                }
            }
        }

    /** Makes a [KeyringTokenStore]. Not thread-safe. */
    public class Builder internal constructor(
        /** The file with the encrypted tokens. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var path: Path,
    ) {
        /** The receiver of messages for the user. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var notices: StoreNotices = StoreNotices.LOG

        /** The clock by which entries become stale. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var clock: Clock = Clock.System

        /** The file for unencrypted tokens if there is no keyring, or null, the default, for an error. */
        @get:JvmSynthetic
        @set:JvmSynthetic
        public var plainFile: Path? = null

        /** The application name, whose cache directory contains the files, unless they are elsewhere. */
        internal var appName: String? = null

        /** @see Builder.notices */
        public fun notices(notices: StoreNotices): Builder = apply { this.notices = notices }

        /** @see Builder.clock */
        public fun clock(clock: JavaClock): Builder =
            apply {
                this.clock =
                    object : Clock {
                        override fun now() = clock.instant().toKotlinInstant()
                    }
            }

        /** @see Builder.plainFile */
        public fun plainFile(plainFile: Path?): Builder = apply { this.plainFile = plainFile }

        /**
         * Returns the store. It accesses neither the file nor the keyring before its first use.
         *
         * @throws IllegalArgumentException if [plainFile] is [path].
         */
        public fun build(): KeyringTokenStore {
            require(plainFile?.let(::absolute) != absolute(path)) { "Encrypted tokens have a file of their own." }
            return KeyringTokenStore(this)
        }
    }

    public companion object {
        private const val FILE_NAME = "token-store.encrypted.json"

        /** Shared by the stores of this process, so that a user is asked once. */
        private val SYSTEM by lazy { KeyringKeys(Keyring.SYSTEM) }

        /**
         * Returns a builder for a store in the file [path]. It need not exist. It must not be a file that other programs use,
         * such as the Python client.
         */
        @JvmStatic
        public fun builder(path: Path): Builder = Builder(path)

        /**
         * Returns a builder for the file `token-store.encrypted.json` in the cache directory of [appName], see
         * [FileTokenStore.forApp].
         *
         * @throws InvalidConfigException if [appName] is empty or not the name of a directory.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forApp(appName: String = FileTokenStore.DEFAULT_APP_NAME): Builder =
            Builder(pathIn(appName)).also { it.appName = appName }

        private fun absolute(path: Path): Path = HomePath.resolved(path).toAbsolutePath()

        private fun pathIn(appName: String): Path = FileTokenStore.forApp(appName).path.resolveSibling(FILE_NAME)

        /**
         * Returns the store of the encrypted file. The permissions of an application's directory are restricted; those of a
         * directory that the program has chosen stay unchanged.
         */
        private fun encrypted(builder: Builder): FileTokenStore {
            val appName = builder.appName?.takeIf { pathIn(it) == absolute(builder.path) }
            val cipher = KeyringCipher(SYSTEM)
            return if (appName == null) {
                FileTokenStore(builder.path, builder.notices, cipher, builder.clock)
            } else {
                FileTokenStore.forApp(appName, FILE_NAME, builder.notices, cipher, builder.clock)
            }
        }

        private fun plain(builder: Builder): FileTokenStore? {
            val path = builder.plainFile ?: return null
            val ofApp = builder.appName?.let { FileTokenStore.forApp(it, builder.notices) }
            return ofApp?.takeIf { it.path == absolute(path) } ?: FileTokenStore(path, builder.notices)
        }
    }
}

/** Creates a store in the file [path]: `KeyringTokenStore(path) { plainFile = other }`. See [KeyringTokenStore.builder]. */
@JvmSynthetic
public inline fun KeyringTokenStore(
    path: Path,
    configure: KeyringTokenStore.Builder.() -> Unit = {},
): KeyringTokenStore = KeyringTokenStore.builder(path).apply(configure).build()
