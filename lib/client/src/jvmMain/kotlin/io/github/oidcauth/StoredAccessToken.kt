package io.github.oidcauth

import io.github.oidcauth.internal.files.AppDirectories
import io.github.oidcauth.internal.tokenfile.PlainTokenFinder
import io.github.oidcauth.internal.tokens.EXPIRY_LEEWAY_SECONDS
import java.io.IOException
import java.nio.file.InvalidPathException
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * Finds the access token of an application in a token file, for the command `oidc-auth token`: it loads neither coroutines nor
 * serialization nor an HTTP client. Internal, because it checks no versions of libraries, which would load them.
 *
 * It changes nothing, asks nobody and reports nothing. If anything else than reading is to be done, the result is null, and
 * [authenticate] does it. Blocking and thread-safe.
 */
internal object StoredAccessToken {
    /**
     * Returns the access token that [authenticate] with the default settings would return for [host] from the file of
     * [FileTokenStore.forApp], or null if [authenticate] must be called: there is no such token, it expires within
     * [Token.EXPIRY_LEEWAY], it is encrypted or bound to a key, or the file must be repaired, cleaned up or refused.
     */
    fun find(
        host: String,
        appName: String = FileTokenStore.DEFAULT_APP_NAME,
    ): String? =
        orNull {
            val file = AppDirectories.SYSTEM.cache(appName).resolve(FileTokenStore.FILE_NAME)
            find(host, PlainTokenFinder(file, isOwnDirectory = true))
        }

    /** Returns the access token of [host] in the file [path] in the same way. A first element `~` is the home directory. */
    fun find(
        host: String,
        path: Path,
    ): String? = orNull { find(host, PlainTokenFinder(HomePath.resolved(path).toAbsolutePath(), isOwnDirectory = false)) }

    private fun find(
        host: String,
        finder: PlainTokenFinder,
    ): String? {
        val now = Instant.fromEpochMilliseconds(System.currentTimeMillis())
        return finder.find(TokenKey.forHost(host).value, now, EXPIRY_LEEWAY_SECONDS.seconds)?.accessToken
    }

    /** The failure is one that [authenticate] reports. */
    private inline fun orNull(find: () -> String?): String? =
        try {
            find()
        } catch (_: IOException) {
            null
        } catch (_: AuthException) {
            null
        } catch (_: InvalidPathException) {
            null
        }
}
