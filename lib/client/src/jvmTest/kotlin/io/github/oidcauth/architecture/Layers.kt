package io.github.oidcauth.architecture

/**
 * The rule that `docs/architecture.md` tells: internal classes refer to no door, which is what a program calls to have something
 * done; they refer to classes of their own floor and of those below it; and internal packages have no cycle. Everything may use
 * the public values and exceptions.
 */
internal class Layers(
    private val references: Collection<ClassReference>,
    private val doors: Set<String> = DOORS,
    /** The names of internal packages, floor by floor, the highest first. */
    private val floors: List<Set<String>> = FLOORS,
) {
    private val internalReferences =
        references.filter { isInternal(it.from) && isInternal(it.to) && packageOf(it.from) != packageOf(it.to) }

    fun isDoor(name: String): Boolean = name.startsWith("java/") || name.substringBefore('$') in doors

    fun referencesToDoors(): List<ClassReference> = references.filter { isInternal(it.from) && isDoor(it.to) }

    /** Returns the references that lead from an internal package to one of a higher floor. */
    fun referencesUpwards(): List<ClassReference> = internalReferences.filter { floorOf(it.to) < floorOf(it.from) }

    /** Returns the references that lead from an internal package to another from which there is a way back. */
    fun referencesInCycles(): List<ClassReference> {
        val graph = internalReferences.groupBy({ packageOf(it.from) }, { packageOf(it.to) }).mapValues { it.value.toSet() }
        val reachable = graph.keys.associateWith { reachableFrom(it, graph) }
        return internalReferences.filter { packageOf(it.from) in reachable[packageOf(it.to)].orEmpty() }
    }

    private fun floorOf(name: String): Int {
        val short = packageOf(name).removePrefix("internal/").replace('/', '.')
        return floors.indexOfFirst { short in it }
    }

    private fun reachableFrom(
        start: String,
        graph: Map<String, Set<String>>,
    ): Set<String> {
        val found = mutableSetOf<String>()
        val open = ArrayDeque(graph[start].orEmpty())
        while (open.isNotEmpty()) {
            val next = open.removeFirst()
            if (found.add(next)) open += graph[next].orEmpty()
        }
        return found
    }

    companion object {
        /** The classes that put the parts together for a program. Nothing else outside of `internal` and `java` does. */
        val ASSEMBLING: Set<String> =
            setOf(
                "Authenticate",
                "CodeFlow",
                "DeviceFlow",
                "Shutdown",
                "TokenManager",
                "http/ApiClientParts",
                "http/RequestAuthorizer",
                "oauth2/OAuth2Client",
                "oauth2/OAuth2Clients",
                "oauth2/ServerMetadataFromServer",
                "openid/ClientRegistrars",
            )

        /** The clients and flows that a program gets from those. */
        val CLIENTS: Set<String> =
            setOf(
                "CodeFlowKt",
                "DeviceFlowKt",
                "TokenManagerKt",
                "http/ApiClient",
                "http/ApiClientKt",
                "http/AuthorizedHttpClient",
                "oauth2/PollingJob",
                "openid/ClientRegistrar",
                "providers/Auth0Management",
                "providers/Auth0ManagementKt",
            )

        /** The doors besides the facade for Java, which is one as a whole. */
        val DOORS: Set<String> = ASSEMBLING + CLIENTS

        val FLOORS: List<Set<String>> =
            listOf(
                setOf("assembly"),
                setOf("acquisition", "login", "servers", "sources", "tokenstore") +
                    setOf("tokenfile", "tokenfile.document", "tokenfile.locks"),
                setOf("client", "authorization", "endpoints", "openid", "dpop", "jwt", "metadata", "requests", "api"),
                setOf("transport", "transport.okhttp", "transport.proxy", "transport.tls") +
                    setOf("loopback", "browser", "interaction", "files", "environment"),
                setOf("callback", "responses", "tokens", "addresses", "json", "text") +
                    setOf("jose", "keys", "crypto", "concurrent", "versions"),
            )
    }
}
