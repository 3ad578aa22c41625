// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.AuthorizationCodeGrant;
import io.github.oidcauth.oauth2.AuthorizationRequest;
import io.github.oidcauth.oauth2.AuthorizationResponse;
import io.github.oidcauth.oauth2.RequestOptions;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The logins of requests_oauth2client in the browser, step by step. */
public final class LoginsOfRequests {
    private LoginsOfRequests() {}

    /** Makes the URL that the browser is sent to. */
    public static AuthorizationRequest loginUrl(
            BlockingOAuth2Client client, String redirectUri, String resource, Consumer<String> show) {
        // region R04
        var request = client.authorizationRequest(redirectUri)
                .scope("openid profile")
                .resource(resource)
                .build();
        show.accept(request.getUrl());
        return request;
        // endregion
    }

    /** Validates the URL, or the parameters, that the user pastes. */
    public static AuthorizationResponse pastedResponse(
            BlockingOAuth2Client client, AuthorizationRequest request, UnaryOperator<String> ask) {
        // region R05
        var pasted = ask.apply("Please enter the URL or the parameters of the redirect: ");
        return client.validate(request, pasted);
        // endregion
    }

    /** Redeems a validated response. */
    public static Token redeemed(BlockingOAuth2Client client, AuthorizationResponse response) {
        // region R06
        return client.token(new AuthorizationCodeGrant(response));
        // endregion
    }

    /** Redeems a code that was obtained elsewhere, where its state was checked. */
    public static Token redeemedFromElsewhere(
            BlockingOAuth2Client client, String code, String redirectUri, String verifier) {
        // region R07
        var options = RequestOptions.builder()
                .parameter("custom_param", "custom value")
                .build();
        return client.token(new AuthorizationCodeGrant(code, redirectUri, verifier, options));
        // endregion
    }
}
