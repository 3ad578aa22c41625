package io.github.oidcauth

import io.github.oidcauth.internal.concurrent.requireSuspending
import io.github.oidcauth.internal.files.AppDirectories
import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.files.RealPath
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.EncryptedFormat
import io.github.oidcauth.internal.tokenfile.KeyLockHold
import io.github.oidcauth.internal.tokenfile.PlainFormat
import io.github.oidcauth.internal.tokenfile.StaleEntries
import io.github.oidcauth.internal.tokenfile.TokenFile
import io.github.oidcauth.internal.tokenfile.TokenFileAccess
import io.github.oidcauth.internal.tokenfile.TokenFileWriter
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.github.oidcauth.internal.tokenfile.locks.FilePromptLocks
import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import io.github.oidcauth.internal.tokens.toKotlinClock
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import java.nio.file.Path
import kotlin.time.Clock
import java.time.Clock as JavaClock

/**
 * Keeps tokens in a file that is shared with other processes and, in its format, with the Python client of py-oidc-auth.
 * Members of that file that are unknown here survive every change.
 *
 * Two stores are equal if they have the same real path and the same settings. Thread-safe. All blocking work is done on
 * `Dispatchers.IO` and is interrupted on cancellation; a cancelled change is made completely or not at all.
 *
 * **Stale entries** are removed from the file by the next write, and after a read that finds some, if the file can be written
 * and nobody else writes it at that moment; in a file of more than 100 entries that is after [keys] and [entries], or when the
 * stale token itself is read. [removeStale] removes them at once.
 *
 * **Reading** checks the attributes of the file and reads it only if they have changed. [get] checks them on the caller's
 * thread: that takes a few microseconds on a local disk, for any number of tokens, and as long as the file server takes on a
 * network disk.
 *
 * **Writing** replaces the file at once, under a lock that other processes using this class respect (`<file>.lock`; the
 * Python client takes none, so a change it makes in the same moment can be lost). New files have mode 0600, new directories
 * 0700. After a [StoreException] the old file is still there. If other users may read a token file, its permissions are
 * restricted, unless its owner may not write it; so are those of the directory of [forApp] and of the lock directory,
 * but not those of your own directory. [StoreNotices] reports it.
 *
 * **[withLock]** holds the lock of a file in the directory `<file>.locks`. It throws [StoreException] before it runs the
 * action when the token file is read-only, or full, or the disk has no room for it and the largest token more, which is
 * tested with a temporary file: a refresh whose response cannot be written loses the refresh token. Lock files contain
 * nothing except a process id, and they stay, because two processes could get the lock if one were deleted; the locks
 * themselves end with their process. A file of such a name that another program has written is refused with [StoreException],
 * and stays as it is.
 *
 * **Waiting** for a lock has a limit, which is longer than a running process holds a lock; but a stopped process (Ctrl-Z)
 * keeps it. Waiting for the lock for writing ends after 30 seconds with [StoreException]. Waiting for [withLock] ends after 2
 * minutes, and then the action runs all the same: the other process loses the lock, and [StoreNotices] reports it. When that
 * process continues, the [HeldLock] in the context of its action tells it so, and the flows of this library then start over;
 * it does not replace a token with a refresh token that was stored meanwhile. Both messages name the process, because the
 * lock file contains its id. On Windows no process loses its lock, and [withLock] throws [StoreException].
 *
 * **A file with a single token** is used as well: a JSON object with a string member `access_token`, as `oidc-auth --json`
 * prints it. Its member `host` names the key of the token: for any other key [get] and [put] throw [StoreException] and
 * [remove] finds nothing. Without that member, as the Python client prints it, it is the token for every key until the first
 * [put], which adds the member, and [keys] is empty. [put] replaces the token in that form; [remove] and [clear] delete the
 * file.
 *
 * **A file with one bare token,** at a path that the program has set, is read: one line with a bearer token, as WLCG Bearer
 * Token Discovery has it. It is the token for every key, until its `exp` if it is a JWT. It is never written: [put],
 * [remove], [clear] and [withLock] throw [StoreException].
 *
 * **A file with other content,** at a path that the program has set, such as text or JSON without a token, is refused with a
 * [StoreException] that describes it. It is not moved, and its permissions stay. An empty file is an empty store.
 *
 * **A damaged token file** is moved aside if some entries can still be read or it is that of [forApp]. It is moved to
 * `<file>.corrupt-<UTC time>-<random>` with mode 0600, and a new file with the readable entries replaces it; without any, the
 * store is empty from then on. Reading does not wait for that: while another process has the lock for writing, the readable
 * entries are used and the file stays unchanged. A damaged entry is not used; before [put] replaces it, the whole file is
 * copied to such a name. [StoreNotices] reports all of it. [clear] removes damaged entries as well, keeps members that are
 * not entries, and reports files that were moved aside, because they may contain tokens: delete them yourself.
 *
 * **With a [TokenCipher]** each token is encrypted, and the entry's key, its expiry and the time at which it was stored are
 * readable. Entries that are not encrypted are neither used nor listed, and a single token is refused. Without a cipher,
 * encrypted entries are neither used nor listed. An entry that cannot be decrypted counts as damaged. Each token is decrypted
 * once, and then kept in memory.
 *
 * **Size.** [put] refuses a token that is larger than [TokenSizeLimit.BYTES], and a token with a new key that would make the
 * file larger than 16 MiB. Existing tokens can still be replaced, and a file of up to 32 MiB is read: so the entries of
 * others do not cause the loss of a token.
 *
 * **Refused** with [StoreException], for reading as for writing: a directory or device, a file that belongs neither to the
 * user of this process nor to root, an unreadable file, a file of more than 32 MiB, and a symbolic link, for which the error
 * names the target. A secret that Kubernetes has mounted, which is a link, is read and not written. So is a file whose owner
 * may not write it. A directory that belongs neither to the user of this process nor to root is refused; the directory of
 * [forApp] is also refused if it belongs to root or is a symbolic link. Directories above it may be links.
 *
 * On Windows, the permissions are those of the directory, and access to a file that another program holds open is retried for
 * a second.
 */
public class FileTokenStore internal constructor(
    path: Path,
    private val notices: StoreNotices,
    private val clock: Clock,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    writer: Lazy<AtomicWriter> = lazy { AtomicWriter() },
    owner: Int? = ProcessOwner.uid,
    private val lockTimeouts: Lazy<LockTimeouts> = lazy { LockTimeouts() },
    internal val isOwnDirectory: Boolean = false,
    cipher: TokenCipher? = null,
) : TokenStore {
    /** Makes a store in the file [path], which need not exist. Nothing is read or created before the first use. */
    @JvmOverloads
    public constructor(path: Path, notices: StoreNotices = StoreNotices.LOG) : this(path, notices, Clock.System, cipher = null)

    /** Makes a store whose tokens are encrypted with [cipher]. */
    public constructor(path: Path, notices: StoreNotices, cipher: TokenCipher) :
        this(path, notices, Clock.System, cipher = cipher)

    /** Makes a store whose entries become stale by [clock]. */
    public constructor(
        path: Path,
        notices: StoreNotices,
        clock: JavaClock,
    ) : this(path, notices, clock.toKotlinClock(), cipher = null)

    /** Makes a store whose tokens are encrypted with [cipher] and become stale by [clock]. */
    public constructor(path: Path, notices: StoreNotices, cipher: TokenCipher, clock: JavaClock) :
        this(path, notices, clock.toKotlinClock(), cipher = cipher)

    /** The file, an absolute path. Directories in it may be symbolic links. A first element `~` is the home directory. */
    public val path: Path = HomePath.resolved(path).toAbsolutePath()

    /** The path that two stores of the same file have in common. */
    internal val realPath: Path = RealPath.of(this.path)

    /** The real path of the file, as it was when the store was made. */
    override val identity: Any get() = realPath

    private val file = TokenFile(this.path, clock, notices, owner, isOwnDirectory)

    // Only changes need the writer, so it is created for the first change.
    private val fileWriter = lazy { TokenFileWriter(file, clock, notices, writer.value, owner) }
    private val access = TokenFileAccess(file, fileWriter, dispatcher, lockTimeouts)
    private val stale = StaleEntries(access, clock)
    private val promptLocks by lazy { FilePromptLocks(dispatcher, clock) }
    private val format = if (cipher == null) PlainFormat(file, clock) else EncryptedFormat(requireSuspending(cipher), file, clock)

    @JvmSynthetic
    override suspend fun get(key: TokenKey): Token? {
        currentCoroutineContext().ensureActive()
        // Checking the file does not justify a change of threads, which takes longer.
        val document = file.unchanged() ?: access.document()
        val token = tokenIn(document, key)
        stale.removeAfterReading(document, parsesAll = token == null && document[key] != Entry.Absent)
        return token
    }

    private suspend fun tokenIn(
        document: TokenDocument,
        key: TokenKey,
    ): Token? =
        when (val entry = document[key]) {
            is Entry.Found -> {
                format.token(key, entry)
            }

            is Entry.Encrypted -> {
                format.token(key, entry)
            }

            Entry.Absent -> {
                null
            }

            Entry.Malformed -> {
                file.notice(
                    "The entry ${key.value.printable()} of the token file ${path.printable()} is damaged and is not used.",
                )
                null
            }

            is Entry.OfOtherOwner -> {
                throw file.errors.ofAnother(entry, key)
            }
        }

    /** True if the file holds a bare token, as it was last read. Such a file is never written. */
    internal val holdsBareToken: Boolean get() = file.holdsBareToken

    @JvmSynthetic
    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        TokenSizeLimit.require(key, token)
        val new = format.entry(key, token, access::document)
        val hold = hold(key)
        access.rewrite(key, new::isUnreadable) {
            new.requireReplaceable(it)
            hold?.requireNewest(it[key], new.hasRefreshToken(it[key]))
            new.putInto(it).also { after -> hold?.seen = after[key] }
        }
    }

    @JvmSynthetic
    override suspend fun remove(key: TokenKey): Boolean {
        format.forget(key)
        val hold = hold(key)
        val isForgotten = RemovedTokens.report(this, key)
        val remove = { document: TokenDocument ->
            hold?.requireNewest(document[key])
            document.remove(key).also { hold?.seen = it[key] }
        }
        return (access.exists() && access.rewrite(change = remove)) || isForgotten
    }

    @JvmSynthetic
    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean {
        if (!access.exists()) return false
        val isSeen = format.matcher(key, seen, access::document)
        val isRemoved = access.rewrite { if (isSeen(it[key])) it.remove(key) else it }
        if (!isRemoved) return false
        format.forget(key)
        // A token in memory that was to replace it is removed as well.
        RemovedTokens.report(this, key)
        return true
    }

    @JvmSynthetic
    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        TokenSizeLimit.require(key, token)
        if (!access.exists()) return false
        val isSeen = format.matcher(key, seen, access::document)
        val put = format.putter(key, token)
        val hold = hold(key)
        return access.rewrite {
            if (isSeen(it[key])) put(it).also { after -> hold?.seen = after[key] } else it
        }
    }

    @JvmSynthetic
    override suspend fun removeUnreadable() {
        if (!access.exists()) return
        val isUsed = format.usableEntries(access::document)
        access.rewrite { if (isUsed(it)) it else it.clear() }
    }

    @JvmSynthetic
    override suspend fun removeStale(): Int = stale.remove()

    /**
     * Returns the keys of all entries that [get] could return. With a cipher, these are the encrypted entries, and listing them
     * needs no encryption key; without one, these are the plain entries.
     */
    @JvmSynthetic
    override suspend fun keys(): Set<TokenKey> = reading(format::keys)

    /** Returns all entries of one reading of the file. A single token has no time of storing. */
    @JvmSynthetic
    override suspend fun entries(): List<StoredToken> = reading { format.entries(it) }

    private suspend fun <T> reading(read: suspend (TokenDocument) -> T): T {
        val document = access.document()
        return read(document).also { stale.removeAfterReading(document, parsesAll = true) }
    }

    @JvmSynthetic
    override suspend fun clear() {
        format.forgetAll()
        RemovedTokens.reportAll(this)
        if (access.exists()) access.rewrite { it.clear() }
        access.io("cleared") { fileWriter.value.reportDamagedBackups() }
    }

    @JvmSynthetic
    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        val lockFile = access.io("locked") { fileWriter.value.keyLock(key) }
        return FileLocks.withLockOvertaking(lockFile, dispatcher, lockTimeouts.value.key, notices::report) { isStillOurs ->
            // This is checked under the key lock. Without it, several waiting callers could together fill the disk.
            access.io("written") { fileWriter.value.checkWritable(key) }
            val seen = access.io("read") { file.current().document?.get(key) }
            withContext(KeyLockHold(key, realPath, dispatcher, isStillOurs, seen)) { action() }
        }
    }

    /** Takes the lock of a file in the directory `<file>.locks`, which ends with its process. */
    @JvmSynthetic
    override suspend fun tryPromptLock(
        key: TokenKey,
    ): PromptLock = promptLocks.tryLock(access.io("locked") { fileWriter.value.promptLock(key) })

    override fun equals(other: Any?): Boolean =
        other is FileTokenStore &&
            realPath == other.realPath &&
            notices == other.notices &&
            format.cipher == other.format.cipher &&
            clock == other.clock &&
            dispatcher == other.dispatcher

    override fun hashCode(): Int = realPath.hashCode()

    override fun toString(): String = "FileTokenStore($path)"

    /** Returns the lock that the caller holds, if it is the lock of [key]. */
    private suspend fun hold(key: TokenKey): KeyLockHold? =
        (currentCoroutineContext()[HeldLock] as? KeyLockHold)?.takeIf { it.tokenKey == key && it.file == realPath }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The application name of the Python client. A program that uses it shares tokens with that client. */
        public const val DEFAULT_APP_NAME: String = "py-oidc-auth"

        internal const val FILE_NAME: String = "token-store.json"

        /**
         * Returns the store at the place where the Python client keeps its tokens: `token-store.json` in the cache directory
         * of [appName].
         *
         * @throws InvalidConfigException if [appName] is empty or not the name of a directory.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forApp(
            appName: String = DEFAULT_APP_NAME,
            notices: StoreNotices = StoreNotices.LOG,
        ): FileTokenStore = inDirectory(AppDirectories.SYSTEM.cache(appName), notices, Clock.System)

        /**
         * Returns a store in the file [fileName] of the same directory, whose tokens are encrypted with [cipher].
         *
         * @throws InvalidConfigException if [appName] is empty or not the name of a directory.
         * @throws IllegalArgumentException if [fileName] is not the name of a file alone.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun forApp(
            appName: String,
            fileName: String,
            notices: StoreNotices,
            cipher: TokenCipher,
        ): FileTokenStore = forApp(appName, fileName, notices, cipher, Clock.System)

        /**
         * Returns a store in the file [fileName] of the same directory, whose tokens are encrypted with [cipher] and become
         * stale by [clock].
         *
         * @throws InvalidConfigException if [appName] is empty or not the name of a directory.
         * @throws IllegalArgumentException if [fileName] is not the name of a file alone.
         */
        @JvmSynthetic
        @Throws(AuthException::class)
        public fun forApp(
            appName: String,
            fileName: String,
            notices: StoreNotices,
            cipher: TokenCipher,
            clock: Clock,
        ): FileTokenStore {
            val isName = fileName.isNotBlank() && fileName == Path.of(fileName).fileName?.toString()
            require(isName && fileName !in setOf(".", "..", FILE_NAME)) { "That is not the name of a file of its own." }
            val path = AppDirectories.SYSTEM.cache(appName).resolve(fileName)
            return FileTokenStore(path, notices, clock, isOwnDirectory = true, cipher = cipher)
        }

        /** Returns the same store, for a [clock] of Java. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun forApp(
            appName: String,
            fileName: String,
            notices: StoreNotices,
            cipher: TokenCipher,
            clock: JavaClock,
        ): FileTokenStore = forApp(appName, fileName, notices, cipher, clock.toKotlinClock())

        /** Returns the store in [directory], which contains nothing else. */
        internal fun inDirectory(
            directory: Path,
            notices: StoreNotices,
            clock: Clock,
            owner: Int? = ProcessOwner.uid,
        ): FileTokenStore =
            FileTokenStore(directory.resolve(FILE_NAME), notices, clock, owner = owner, isOwnDirectory = true)
    }
}

/** Makes a store in the file [path] whose entries become stale by [clock]. */
@JvmSynthetic
public fun FileTokenStore(
    path: Path,
    notices: StoreNotices,
    clock: Clock,
): FileTokenStore = FileTokenStore(path, notices, clock, cipher = null)

/** Makes a store in the file [path] whose tokens are encrypted with [cipher] and become stale by [clock]. */
@JvmSynthetic
public fun FileTokenStore(
    path: Path,
    notices: StoreNotices,
    cipher: TokenCipher,
    clock: Clock,
): FileTokenStore = FileTokenStore(path, notices, clock, cipher = cipher)
