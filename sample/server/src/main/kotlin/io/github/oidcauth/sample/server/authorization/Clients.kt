package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository
import java.util.concurrent.ConcurrentHashMap

/** Those who may ask for tokens. Spring's own repository in memory wants every secret to be another. */
internal class Clients(
    registered: List<RegisteredClient>,
) : RegisteredClientRepository {
    private val byId = ConcurrentHashMap(registered.associateBy { it.id })

    override fun save(registeredClient: RegisteredClient) {
        byId[registeredClient.id] = registeredClient
    }

    fun remove(client: RegisteredClient) {
        byId.remove(client.id)
    }

    override fun findById(id: String): RegisteredClient? = byId[id]

    override fun findByClientId(clientId: String): RegisteredClient? = byId.values.firstOrNull { it.clientId == clientId }
}
