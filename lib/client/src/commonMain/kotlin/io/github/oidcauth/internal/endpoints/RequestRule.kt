package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.oauth2.RequestOptions

/** What a provider takes no request with, said before it is sent. Pure. */
internal fun interface RequestRule {
    /** @throws InvalidConfigException when the provider would refuse [options] at [endpoint]. */
    fun check(
        endpoint: Endpoint,
        options: RequestOptions,
    )
}
