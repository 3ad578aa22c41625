package io.github.oidcauth.internal.assembly

import io.github.oidcauth.internal.client.ClientFactory

/** The clients of this process, with the HTTP client, clock and random numbers of its platform. */
internal expect val processClients: ClientFactory
