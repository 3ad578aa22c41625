// Tested by RequestsOAuth2ClientSamplesTest.
package io.github.oidcauth.sample.java.models;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.BackchannelAuthentication;
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest;
import io.github.oidcauth.oauth2.DeviceCodeGrant;
import io.github.oidcauth.oauth2.RequestOptions;
import io.github.oidcauth.oauth2.ServerMetadata;
import java.time.Duration;
import java.util.function.Consumer;

/** The polling of requests_oauth2client: logins on another device. */
public final class PollingOfRequests {
    private PollingOfRequests() {}

    /** Requests a device code. */
    public static DeviceCode deviceCode(String token, String device, String id) {
        // region R08
        var metadata = ServerMetadata.builder().tokenEndpoint(token).deviceAuthorizationEndpoint(device);
        var client = BlockingOAuth2Client.of(metadata.build(), id);
        return client.deviceAuthorization("openid");
        // endregion
    }

    /** Shows the response with the device code. */
    public static void showDeviceCode(DeviceCode code, Consumer<Object> show) {
        // region R09
        show.accept(code.getDeviceCode());
        show.accept(code.getUserCode());
        show.accept(code.getVerificationUri());
        show.accept(code.getVerificationUriComplete());
        show.accept(code.getExpiresAt());
        show.accept(code.getIntervalSeconds());
        // endregion
    }

    /** Polls once, now. Throws an exception if the user has not finished. */
    public static Token polledOnce(BlockingOAuth2Client client, String deviceCode) {
        // region R10
        return client.token(new DeviceCodeGrant(deviceCode));
        // endregion
    }

    /** Polls until the user has finished. */
    public static Token polledByLoop(BlockingOAuth2Client client, String deviceCode, Duration interval) {
        // region R11
        var job = client.devicePollingJob(deviceCode, interval);
        Token token = null;
        while (token == null) {
            token = job.next();
        }
        return token;
        // endregion
    }

    /** Asks a user on their telephone. */
    public static BackchannelAuthentication backchannelLogin(
            String token, String backchannel, String id, String secret) {
        // region R12
        var metadata = ServerMetadata.builder().tokenEndpoint(token).backchannelAuthenticationEndpoint(backchannel);
        var client = BlockingOAuth2Client.of(metadata.build(), id, secret);
        var scope = RequestOptions.builder().scope("openid email profile").build();
        var request = BackchannelAuthenticationRequest.loginHint("alice").options(scope);
        return client.backchannelAuthentication(request.build());
        // endregion
    }

    /** Shows the response to the request for a login on a telephone. */
    public static void showBackchannelLogin(BackchannelAuthentication login, Consumer<Object> show) {
        // region R13
        show.accept(login.getAuthReqId());
        show.accept(login.getExpiresIn());
        show.accept(login.getExpiresAt());
        show.accept(login.getIntervalSeconds());
        show.accept(login.getExtra().get("custom"));
        // endregion
    }

    /** Polls until the user has responded. */
    public static Token polledForResponse(BlockingOAuth2Client client, String authReqId, Duration interval) {
        // region R14
        var job = client.backchannelPollingJob(authReqId, interval);
        Token token = null;
        while (token == null) {
            token = job.next();
        }
        return token;
        // endregion
    }
}
