package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/** GitLab. Access tokens live for 2 hours, and each refresh issues a new refresh token. */
public object GitLab {
    /** Returns gitlab.com. */
    @JvmStatic
    public fun provider(): Provider = providerAt("https://gitlab.com")

    /**
     * Returns the GitLab at [url], such as `https://gitlab.example.com`, or `https://example.com/gitlab` with a relative URL
     * root.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [url] is not a URL.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun selfManaged(url: String): Provider = providerAt(ProviderUrlParts.baseUrl("The address of GitLab", url))

    private fun providerAt(base: String) =
        Provider(
            name = "GitLab",
            issuer = base,
            // "OAuth 2.0 identity provider API", device authorization grant flow; the metadata do not mention it.
            quirks =
                ProviderQuirks.NONE.withUnpublishedMetadata(base) { deviceAuthorizationEndpoint("$base/oauth/authorize_device") },
        )
}
