package io.github.oidcauth.sample.java.providers;

import io.github.oidcauth.Config;
import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.providers.Auth0;
import io.github.oidcauth.providers.Cognito;
import io.github.oidcauth.providers.Entra;
import io.github.oidcauth.providers.GitHub;
import io.github.oidcauth.providers.GitLab;
import io.github.oidcauth.providers.Google;
import io.github.oidcauth.providers.Keycloak;
import io.github.oidcauth.providers.Okta;
import io.github.oidcauth.providers.Ping;
import io.github.oidcauth.providers.PingOneRegion;
import io.github.oidcauth.providers.Provider;
import io.github.oidcauth.providers.Slack;
import java.util.List;
import java.util.function.BiConsumer;

/** Providers with a preset. The names are examples; yours are in the provider's console. */
public final class KnownProviders {
    private KnownProviders() {}

    /** Returns all of them. */
    public static List<Provider> all() {
        Provider auth0 = Auth0.tenant("acme.eu.auth0.com");

        Provider cognito = Cognito.pool("eu-west-1", "eu-west-1_AbCdEfGhI", "acme");

        Provider entra = Entra.tenant("contoso.onmicrosoft.com");
        Provider anybodyAtMicrosoft = Entra.tenant("common");
        Provider b2c = Entra.b2c("contoso", "B2C_1_signin");

        Provider gitHub = GitHub.provider();
        Provider gitHubEnterprise = GitHub.enterprise("https://github.example.com");

        Provider gitLab = GitLab.provider();
        Provider ownGitLab = GitLab.selfManaged("https://gitlab.example.com");

        Provider google = Google.offline();

        Provider keycloak = Keycloak.realm("https://sso.example.com", "staff");

        Provider okta = Okta.customServer("acme.okta.com", Okta.DEFAULT_SERVER);
        Provider oktaItself = Okta.org("acme.okta.com");

        Provider pingOne = Ping.pingOne("8eaef023-2b34-4da1-9baa-8bc8c9d6a490", PingOneRegion.EUROPE);
        Provider pingFederate = Ping.pingFederate("https://sso.example.com:9031");

        Provider slackBot = Slack.bot();
        Provider slackUser = Slack.user();
        Provider signInWithSlack = Slack.openId();

        return List.of(
                auth0,
                cognito,
                entra,
                anybodyAtMicrosoft,
                b2c,
                gitHub,
                gitHubEnterprise,
                gitLab,
                ownGitLab,
                google,
                keycloak,
                okta,
                oktaItself,
                pingOne,
                pingFederate,
                slackBot,
                slackUser,
                signInWithSlack);
    }

    /** Returns the configuration of any provider for {@code OidcAuth.authenticate}. */
    public static Config loginConfig(Provider provider, String secret) {
        ClientConfig client = provider.clientConfig(
                ClientConfig.builder("my-client").clientSecret(secret).build());
        Config.Builder builder =
                Config.builder(provider.getIssuer()).client(client).scope("api");
        if (provider.getMetadata() != null) builder.metadata(provider.getMetadata());
        return builder.build();
    }

    /** Logs in with a code, at any provider that has device logins. */
    public static Token deviceLoginAt(Provider provider, String secret, BiConsumer<String, String> show) {
        ClientConfig config =
                ClientConfig.builder("my-client").clientSecret(secret).build();
        BlockingOAuth2Client client = BlockingOAuth2Client.of(provider, config);
        DeviceCode code = client.deviceAuthorization(
                RequestOptions.builder().scope("openid", "email").build());
        show.accept(code.getUri(), code.getUserCode());
        return client.pollingJob(code).await();
    }

    public static void main(String[] args) throws Exception {
        Token token = deviceLoginAt(
                GitLab.provider(),
                System.getenv("CLIENT_SECRET"),
                (page, userCode) -> System.out.println("Open " + page + " and enter " + userCode + "."));
        System.out.println("logged in with the scope " + token.getScope());
    }
}
