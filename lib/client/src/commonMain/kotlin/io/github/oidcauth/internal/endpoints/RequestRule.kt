package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.metadata.Endpoint
import io.github.oidcauth.oauth2.RequestOptions

/** Refuses requests that a provider would not accept, before they are sent. Pure. */
internal fun interface RequestRule {
    /**
     * Checks [options] before they are sent to [endpoint].
     *
     * @throws InvalidConfigException when the provider would refuse them.
     */
    fun check(
        endpoint: Endpoint,
        options: RequestOptions,
    )
}
