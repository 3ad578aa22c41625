package io.github.oidcauth.sample.java.providers;

import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.providers.Provider;

/** A preset for a provider that this library has none for. */
public final class OwnProvider {
    private OwnProvider() {}

    /** Returns the preset of one tenant. */
    public static Provider acme(String tenant) {
        String issuer = "https://" + tenant + ".acme.example";
        return Provider.builder("Acme", issuer)
                // Its metadata do not mention device logins, which accept public clients alone.
                .unpublishedMetadata(ServerMetadata.builder()
                        .deviceAuthorizationEndpoint(issuer + "/device")
                        .build())
                .publicDeviceLogins()
                .errorCode("token_gone", "invalid_grant")
                .scopeSeparator(',')
                .parameterName("login_hint", "login")
                .build();
    }
}
