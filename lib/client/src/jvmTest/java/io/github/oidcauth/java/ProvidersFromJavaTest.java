package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.ServerMetadata;
import io.github.oidcauth.providers.Auth0;
import io.github.oidcauth.providers.Cognito;
import io.github.oidcauth.providers.Entra;
import io.github.oidcauth.providers.EntraCloud;
import io.github.oidcauth.providers.GitHub;
import io.github.oidcauth.providers.GitLab;
import io.github.oidcauth.providers.Google;
import io.github.oidcauth.providers.Okta;
import io.github.oidcauth.providers.Ping;
import io.github.oidcauth.providers.PingOneRegion;
import io.github.oidcauth.providers.Provider;
import org.junit.jupiter.api.Test;

class ProvidersFromJavaTest {
    @Test
    void javaMakesAClientOfAKnownProvider() throws Exception {
        ClientConfig config =
                ClientConfig.builder("my-client").clientSecret("s3cret").build();

        BlockingOAuth2Client client = BlockingOAuth2Client.of(GitHub.provider(), config);

        assertEquals(
                "https://github.com/login/oauth/access_token",
                client.getMetadata().getTokenEndpoint());
        assertEquals("my-client", client.getConfig().getClientId());
    }

    @Test
    void javaMakesAPresetOfItsOwn() {
        Provider acme = Provider.builder("Acme", "https://id.acme.example")
                .metadata(ServerMetadata.builder()
                        .issuer("https://id.acme.example")
                        .tokenEndpoint("https://id.acme.example/token")
                        .build())
                .errorCode("token_gone", "invalid_grant")
                .scopeSeparator(',')
                .scopeSeparator(',', ',')
                .logoutRedirectName("returnTo")
                .logoutRedirectName("returnTo", "/logout")
                .publicDeviceAuthorization()
                .remembersConsent()
                .fixedRedirectPorts()
                .build();

        ClientConfig config = ClientConfig.builder("my-client").build();
        assertEquals(
                "https://id.acme.example/token",
                BlockingOAuth2Client.of(acme, config).getMetadata().getTokenEndpoint());
        assertThrows(
                IllegalArgumentException.class,
                () -> Provider.builder("", "https://id.acme.example").build());
    }

    @Test
    void javaReadsWhatAPresetSays() {
        Provider tenant = Auth0.tenant("acme.eu.auth0.com");

        assertEquals("Auth0", tenant.getName());
        assertEquals("https://acme.eu.auth0.com/", tenant.getIssuer());
        assertNull(tenant.getMetadata());
        assertEquals(
                "https://acme.okta.com/oauth2/default",
                Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER).getIssuer());
        assertEquals(
                "https://login.microsoftonline.us/contoso.com/v2.0",
                Entra.tenant("contoso.com", EntraCloud.US_GOVERNMENT).getIssuer());
        assertEquals(
                "https://auth.pingone.eu/env/as",
                Ping.pingOne("env", PingOneRegion.EUROPE).getIssuer());
        assertEquals(
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A",
                Cognito.pool("eu-west-1", "eu-west-1_A").getIssuer());
        assertEquals("https://accounts.google.com", Google.offline().getIssuer());
    }

    @Test
    void javaSetsUpAClientThatKnowsItsProvider() {
        Provider gitLab = GitLab.provider();
        ClientConfig config =
                gitLab.clientConfig(ClientConfig.builder("my-client").build());
        ServerMetadata published =
                ServerMetadata.builder().issuer(gitLab.getIssuer()).build();

        BlockingOAuth2Client client = BlockingOAuth2Client.of(published, config);

        assertEquals(
                "https://gitlab.com/oauth/authorize_device",
                client.getMetadata().getDeviceAuthorizationEndpoint());
    }

    @Test
    void javaCatchesANameThatIsNone() {
        assertThrows(InvalidConfigException.class, () -> Auth0.tenant("acme/../evil"));
    }
}
