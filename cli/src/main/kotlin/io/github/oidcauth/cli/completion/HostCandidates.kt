// Tested by HostCandidatesTest and CompletionCommandTest.
package io.github.oidcauth.cli.completion

import io.github.oidcauth.AuthException
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.cli.StoreChoice

/** The hosts that a shell offers for HOST. */
internal class HostCandidates(
    private val choice: StoreChoice,
    /** The aliases of hosts in config.toml. */
    private val aliases: List<String>,
) {
    /**
     * Returns the aliases and the hosts with a stored token, one a line. Without a usable token file there are none: a user who presses Tab
     * neither waits for a Redis nor unlocks a keyring, and reads no error.
     */
    suspend fun text(): String =
        try {
            hostsOf(aliases + if (choice.store is FileTokenStore) choice.store.keys().map { it.value } else emptyList())
        } catch (_: AuthException) {
            hostsOf(aliases)
        }

    companion object {
        private val SAFE = Regex("[A-Za-z0-9][A-Za-z0-9:/._~%@-]*")

        /**
         * Returns the hosts in [keys], the names of stored tokens. A name with a character that means something to a shell is
         * left out: a server chooses the name of its issuer.
         */
        fun hostsOf(keys: Collection<String>): String =
            keys
                .map { it.substringBefore('#') }
                .filter { SAFE.matches(it) }
                .distinct()
                .sorted()
                .joinToString("\n")
    }
}
