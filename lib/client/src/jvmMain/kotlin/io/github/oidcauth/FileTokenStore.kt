package io.github.oidcauth

import io.github.oidcauth.internal.files.AppDirectories
import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.files.RealPath
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.EncryptedFormat
import io.github.oidcauth.internal.tokenfile.KeyLockHold
import io.github.oidcauth.internal.tokenfile.PlainFormat
import io.github.oidcauth.internal.tokenfile.TokenFile
import io.github.oidcauth.internal.tokenfile.TokenFileAccess
import io.github.oidcauth.internal.tokenfile.TokenFileWriter
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument.Entry
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.github.oidcauth.internal.tokenfile.locks.FilePromptLocks
import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withContext
import java.nio.file.Path
import kotlin.time.Clock

/**
 * Keeps tokens in a file that is shared with other processes and, in its format, with the Python client of py-oidc-auth.
 * What that file says beyond our understanding survives every change.
 *
 * Two stores with the same real path and the same settings are equal. Thread-safe. All blocking work is done on
 * `Dispatchers.IO` and is interrupted on cancellation; a change that is cancelled is made wholly or not at all.
 *
 * **Reading** asks the system whether the file has changed and reads it only then. [get] asks on the caller's thread: that
 * takes a few microseconds on a local disk, however many tokens there are, and as long as the server takes on a network disk.
 *
 * **Writing** replaces the file at once, under a lock that other processes using this class respect (`<file>.lock`; the
 * Python client takes none, so a change it makes in the same moment can be lost). New files have mode 0600, new directories
 * 0700. After a [StoreException] the old file is still there. A token file that others may read is taken from them when it is found,
 * unless its owner may not write it; so are the directory of [forApp] and that of the locks, but not a directory of yours. The
 * [StoreNotices] are told.
 *
 * **[withLock]** holds the lock of a file in the directory `<file>.locks`. It throws [StoreException] before it runs the
 * action when the token file is read-only, or full, or the disk has no room for it and the largest token more, which is tried out
 * with a temporary file: a refresh whose outcome cannot be written loses the refresh token. Lock files hold
 * nothing but the number of a process and stay, because deleting one would let two in; locks themselves end with their process. A
 * file of such a name that another program has written is refused with [StoreException], and stays as it is.
 *
 * **Waiting** for others has an end, longer than any process that works holds a lock; but a process that is stopped (Ctrl-Z)
 * holds it on. For writing it ends after 30 seconds with [StoreException]. For [withLock] it ends after 2 minutes with going on
 * all the same: the other process is overtaken, and the [StoreNotices] are told. When it wakes up it can learn of that from the
 * [HeldLock] in the context of its action, and the flows of this library then start over; it does not put its token over one with
 * a refresh token that was stored meanwhile. Both name the process, as the lock file has its number. On
 * Windows nobody is overtaken, and [withLock] throws [StoreException].
 *
 * **A file with a single token** is used as well: a JSON object with a string member `access_token`, as `oidc-auth --json`
 * prints it. Its member `host` says whose token it is: for any other key [get] and [put] throw [StoreException] and [remove]
 * finds nothing. Without that member, as the Python client prints it, it is the token for every key until the first [put],
 * which adds the member, and [keys] is empty. [put] replaces the token in that form; [remove] and [clear] delete the file.
 *
 * **A file with one bare token,** in a place that the program has named, is read: one line with a bearer token, as WLCG Bearer Token
 * Discovery has it. It is the token for every key, until its `exp` if it is a JWT. It is never written: [put], [remove], [clear] and
 * [withLock] throw [StoreException].
 *
 * **A file that is something else,** in a place that the program has named, such as text or JSON without a token in it, is refused with
 * [StoreException] that names what it is. Nothing is moved, and its permissions stay. An empty file is an empty store.
 *
 * **A damaged token file,** of which entries can be rescued or which is that of [forApp], is moved aside, to
 * `<file>.corrupt-<UTC time>-<random>` with mode 0600, and the entries that can still be read take its place; without any it counts as
 * empty from then on. Reading does not wait for that: while somebody else has the lock for writing, those entries are used and the file
 * stays as it is. A damaged entry is not used; before [put] replaces it, the whole file is copied to such a name. All that is told to
 * the [StoreNotices]. [clear] forgets damaged entries as well, keeps members that are no entries, and tells of files that were put
 * aside, as they may hold tokens: deleting them is up to you.
 *
 * **With a [TokenCipher]** each token is encrypted, and the entry's name, its end and when it was stored stand in the clear.
 * Entries that are not encrypted are neither used nor listed, and a single token is refused; without one, that holds for
 * entries that are encrypted. An entry that cannot be decrypted counts as damaged. Each token is decrypted once, and then kept
 * in memory.
 *
 * **Size.** [put] refuses a token that is larger than [TokenSizeLimit.BYTES], and one of a new key that would make the file
 * larger than 16 MiB. A token that is there can be replaced all the same, and all are read, up to 32 MiB: nobody loses a token to
 * the entries of others.
 *
 * **Refused** with [StoreException], for reading as for writing: a directory or device, a file that belongs to another user
 * than this process's or root, one that is not readable, one of more than 32 MiB, and a symbolic
 * link, for which the error names the file that it leads to. A secret that Kubernetes has mounted, which is a link, is read and
 * not written. So is a file whose owner has no right to write it. A directory that belongs to another user than this process's or
 * root is refused, and that of [forApp] if it is root's, too, or is a symbolic link; directories above it may be links.
 *
 * On Windows, rights are those of the directory, and a file that another program holds open is tried again for a second.
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
    /** A store in the file [path], which need not exist. Nothing is read or made before it is used. */
    @JvmOverloads
    public constructor(path: Path, notices: StoreNotices = StoreNotices.LOG) : this(path, notices, Clock.System)

    /** A store in the file [path] whose tokens are stale by [clock]. */
    public constructor(path: Path, notices: StoreNotices, clock: Clock) : this(path, notices, clock, cipher = null)

    /** A store in the file [path] whose tokens are encrypted with [cipher] and stale by [clock]. */
    @JvmOverloads
    public constructor(path: Path, notices: StoreNotices, cipher: TokenCipher, clock: Clock = Clock.System) :
        this(path, notices, clock, cipher = cipher)

    /** The file, an absolute path. Directories in it may be symbolic links. A first element `~` is the home directory. */
    public val path: Path = HomePath.resolved(path).toAbsolutePath()

    /** Real path of the file, equal for two stores that keep the same one. */
    internal val realPath: Path = RealPath.of(this.path)

    /** The real path of the file, found out when the store was made. */
    override val identity: Any get() = realPath

    private val file = TokenFile(this.path, clock, notices, owner, isOwnDirectory)

    // What only changes need is made with the first of them.
    private val fileWriter = lazy { TokenFileWriter(file, clock, notices, writer.value, owner) }
    private val access = TokenFileAccess(file, fileWriter, dispatcher, lockTimeouts)
    private val promptLocks by lazy { FilePromptLocks(dispatcher, clock) }
    private val format = if (cipher == null) PlainFormat(file, clock) else EncryptedFormat(cipher, file, clock)

    override suspend fun get(key: TokenKey): Token? {
        currentCoroutineContext().ensureActive()
        // One look at the file is not worth a change of threads, which takes longer.
        return when (val entry = (file.unchanged() ?: access.document())[key]) {
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
    }

    /** True if the file holds a bare token, as it was last read. Such a file is never written. */
    internal val holdsBareToken: Boolean get() = file.holdsBareToken

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

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean {
        if (!access.exists()) return false
        val isSeen = format.matcher(key, seen, access::document)
        val isRemoved = access.rewrite { if (isSeen(it[key])) it.remove(key) else it }
        if (!isRemoved) return false
        format.forget(key)
        // A token in memory that was to replace it is forgotten as well.
        RemovedTokens.report(this, key)
        return true
    }

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean {
        TokenSizeLimit.require(key, token)
        if (!access.exists()) return false
        val isSeen = format.matcher(key, seen, access::document)
        val new = format.entry(key, token, access::document)
        val hold = hold(key)
        return access.rewrite {
            if (isSeen(it[key])) new.putInto(it).also { after -> hold?.seen = after[key] } else it
        }
    }

    override suspend fun removeUnreadable() {
        if (!access.exists()) return
        val isUsed = format.usableEntries(access::document)
        access.rewrite { if (isUsed(it)) it else it.clear() }
    }

    /** The keys of what [get] could return: of a store with a cipher the encrypted ones, which needs no key; of one without, the others. */
    override suspend fun keys(): Set<TokenKey> = format.keys(access.document())

    /** All of one reading of the file. A single token does not say when it was stored. */
    override suspend fun entries(): List<StoredToken> = format.entries(access.document())

    override suspend fun clear() {
        format.forgetAll()
        RemovedTokens.reportAll(this)
        if (access.exists()) access.rewrite { it.clear() }
        access.io("cleared") { fileWriter.value.reportDamagedBackups() }
    }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        val lockFile = access.io("locked") { fileWriter.value.keyLock(key) }
        return FileLocks.withLockOvertaking(lockFile, dispatcher, lockTimeouts.value.key, notices::report) { isStillOurs ->
            // Before the lock is there, those who wait for it would fill the disk together.
            access.io("written") { fileWriter.value.checkWritable(key) }
            val seen = access.io("read") { file.current().document?.get(key) }
            withContext(KeyLockHold(key, realPath, dispatcher, isStillOurs, seen)) { action() }
        }
    }

    /** The lock is that of a file in the directory `<file>.locks`, and ends with its process. */
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

    /** The lock under which the caller acts, if it is that of [key]. */
    private suspend fun hold(key: TokenKey): KeyLockHold? =
        (currentCoroutineContext()[HeldLock] as? KeyLockHold)?.takeIf { it.tokenKey == key && it.file == realPath }

    public companion object {
        init {
            requireFittingVersions()
        }

        /** The application name of the Python client: who uses it shares tokens with that client. */
        public const val DEFAULT_APP_NAME: String = "py-oidc-auth"

        private const val FILE_NAME = "token-store.json"

        /**
         * The store where the Python client keeps its tokens: `token-store.json` in the cache directory of [appName].
         *
         * @throws InvalidConfigException when [appName] is empty or not the name of a directory.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forApp(
            appName: String = DEFAULT_APP_NAME,
            notices: StoreNotices = StoreNotices.LOG,
        ): FileTokenStore = inDirectory(AppDirectories.SYSTEM.cache(appName), notices, Clock.System)

        /**
         * A store in the file [fileName] of the same directory, whose tokens are encrypted with [cipher] and stale by [clock].
         *
         * @throws InvalidConfigException when [appName] is empty or not the name of a directory.
         * @throws IllegalArgumentException when [fileName] is not the name of a file alone.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun forApp(
            appName: String,
            fileName: String,
            notices: StoreNotices,
            cipher: TokenCipher,
            clock: Clock = Clock.System,
        ): FileTokenStore {
            val isName = fileName.isNotBlank() && fileName == Path.of(fileName).fileName?.toString()
            require(isName && fileName !in setOf(".", "..", FILE_NAME)) { "That is not the name of a file of its own." }
            val path = AppDirectories.SYSTEM.cache(appName).resolve(fileName)
            return FileTokenStore(path, notices, clock, isOwnDirectory = true, cipher = cipher)
        }

        /** The store in [directory], which is for nothing else. */
        internal fun inDirectory(
            directory: Path,
            notices: StoreNotices,
            clock: Clock,
            owner: Int? = ProcessOwner.uid,
        ): FileTokenStore =
            FileTokenStore(directory.resolve(FILE_NAME), notices, clock, owner = owner, isOwnDirectory = true)
    }
}
