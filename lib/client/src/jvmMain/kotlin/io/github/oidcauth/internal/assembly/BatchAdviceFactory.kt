// Tested by LoginSessionFactoryTest.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.environment.BatchAdvice
import io.github.oidcauth.internal.environment.BatchAdvice.TokenLocation
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.environment.LoginCommand
import io.github.oidcauth.internal.files.RealPath
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.PyOidcAuthRoutes
import io.github.oidcauth.internal.tokenfile.InheritedTokenFile
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.NoClientAuthentication
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** Returns the advice for a job with [config] and [store]. */
internal fun batchAdvice(
    config: Config,
    store: TokenStore,
    environment: Environment,
): BatchAdvice =
    BatchAdvice(config.host, loginCommand(config), locationOf(config, store, environment), config.tokenFileVariable)

private fun loginCommand(config: Config): LoginCommand {
    val appName = listOfNotNull(config.appName.takeIf { it != Config.DEFAULT_APP_NAME }).map { "--app-name" to it }
    val scope = listOfNotNull(config.scope).map { "--scope" to it }
    val account = listOfNotNull(config.account).map { "--account" to it }
    val client = config.client ?: return LoginCommand(config.host, account + appName, scope + routes(config) + redirect(config))
    val which =
        account + listOf("--client-id" to client.clientId) + scope +
            config.audiences.map { "--audience" to it } + config.resources.map { "--resource" to it } + appName
    val forLogin = if (client.sharedSecret != null) listOf("--client-secret-file" to "FILE") else emptyList()
    return LoginCommand(config.host, which, forLogin + redirect(config), canLogIn(client))
}

/** Returns the redirect URI that the command has to use, with the first of several ports, unless it does so by itself. */
private fun redirect(config: Config): List<Pair<String, String>> {
    val ofCommand = if (config.client == null) LoopbackRedirect.FIXED else LoopbackRedirect.ANY_PORT
    val isReachable = config.codeReceiver == null && config.redirect != ofCommand
    return if (isReachable) listOf("--redirect-uri" to config.redirect.uri(config.redirect.ports.first())) else emptyList()
}

/** Returns true if the command has options for the authentication and the token binding of [client]. */
private fun canLogIn(client: ClientConfig): Boolean {
    val isSecretOrNone =
        when (client.authentication) {
            null, NoClientAuthentication, is ClientSecretBasic, is ClientSecretPost -> true
            else -> false
        }
    return isSecretOrNone && client.signingKey == null && client.clientCertificate == null && client.dpop == null
}

private fun routes(config: Config): List<Pair<String, String>> =
    listOf(
        Triple("--login-route", config.loginRoute, PyOidcAuthRoutes.LOGIN),
        Triple("--token-route", config.tokenRoute, PyOidcAuthRoutes.TOKEN),
        Triple("--device-route", config.deviceRoute, PyOidcAuthRoutes.DEVICE),
    ).filter { (_, route, default) -> route != default }.map { (name, route) -> name to route }

private fun locationOf(
    config: Config,
    store: TokenStore,
    environment: Environment,
): TokenLocation {
    val named = environment[config.tokenFileVariable]?.trim()?.takeIf { it.isNotEmpty() }?.let(::pathOrNull)
    return when {
        store is InheritedTokenFile -> {
            TokenLocation.Variable("${store.identity}", exists = true, isWritable = false)
        }

        store is FileTokenStore && named != null && RealPath.of(named) == store.realPath -> {
            TokenLocation.Variable("$named", Files.exists(named), isWritable = !store.holdsBareToken)
        }

        config.store == null -> {
            TokenLocation.CacheDirectory
        }

        store is FileTokenStore -> {
            if (named == null &&
                isDefault(store, config)
            ) {
                TokenLocation.CacheDirectory
            } else {
                TokenLocation.File("${store.path}")
            }
        }

        else -> {
            TokenLocation.OtherStore
        }
    }
}

private fun isDefault(
    store: FileTokenStore,
    config: Config,
): Boolean = store.isOwnDirectory && store.path.parent?.fileName?.toString() == config.appName

private fun pathOrNull(text: String): Path? =
    try {
        HomePath.of(text).toAbsolutePath()
    } catch (_: InvalidPathException) {
        null
    } catch (_: StoreException) {
        null
    }
