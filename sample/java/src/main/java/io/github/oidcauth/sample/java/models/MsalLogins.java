// Tested by MsalSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.CallbackPages;
import io.github.oidcauth.CodeReceiver;
import io.github.oidcauth.Config;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.LoginFlow;
import io.github.oidcauth.OAuthException;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The OAuth 2 client of MSAL Python: logins. */
public final class MsalLogins {
    private MsalLogins() {}

    /** Begins a login in the browser, for a known user. */
    public static AuthorizationRequest loginOfKnownUser(BlockingOAuth2Client client, String redirectUri, String user) {
        // region M06
        return client.authorizationRequest(redirectUri)
                .scope("openid profile")
                .loginHint(user)
                .build();
        // endregion
    }

    /** Finishes a login in a controller of a web site, and returns the page that comes next. */
    public static String finishLogin(
            BlockingOAuth2Client client,
            Map<String, String> session,
            Map<String, List<String>> parameters,
            Consumer<Token> keep) {
        // region M07
        try {
            var request = AuthorizationRequest.deserialize(session.get("login"));
            keep.accept(client.token(new AuthorizationCodeGrant(client.validate(request, parameters))));
        } catch (OAuthException e) {
            return "error: " + e.getError();
        } catch (InvalidResponseException e) {
            // Of another login, or forged.
        }
        return "index";
        // endregion
    }

    /** Logs in in the browser, with a receiver of the program's own. */
    public static Token logInWithReceiver(String issuer, String id, CodeReceiver receiver, String user) {
        // region M08
        return OidcAuth.authenticate(Config.builder(issuer)
                .clientId(id)
                .scope("openid profile")
                .flow(LoginFlow.BROWSER)
                .codeReceiver(receiver)
                .authorizationParameters(Map.of("login_hint", user))
                .timeout(Duration.ofMinutes(2))
                .build());
        // endregion
    }

    /** Logs in in the browser, with pages of the program's own. */
    public static Token logInWithPages(String issuer, String id, String user) {
        // region M09
        return OidcAuth.authenticate(Config.builder(issuer)
                .clientId(id)
                .scope("openid profile")
                .flow(LoginFlow.BROWSER)
                .redirectUri("http://127.0.0.1:0/callback")
                .callbackPages(new CallbackPages("<strong>Done. You can close this window now.</strong>"))
                .authorizationParameters(Map.of("login_hint", user))
                .timeout(Duration.ofMinutes(1))
                .build());
        // endregion
    }

    /** Logs in with a code, for 30 seconds. */
    public static Token logInForHalfAMinute(BlockingOAuth2Client client, Consumer<String> show) {
        // region M10
        var code = client.deviceAuthorization("openid profile");
        show.accept("Use a web browser to open the page " + code.getVerificationUri());
        show.accept("and enter the code " + code.getUserCode() + " to authenticate.");
        var end = Instant.now().plusSeconds(30);
        return client.pollingJob(code).await(() -> Instant.now().isAfter(end));
        // endregion
    }
}
