package io.github.oidcauth.sample.java.oauth2;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.InvalidClientException;
import io.github.oidcauth.InvalidGrantException;
import io.github.oidcauth.InvalidResponseException;
import io.github.oidcauth.OAuthException;
import io.github.oidcauth.Token;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.RefreshTokenGrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Exceptions for OAuth errors: one class for each {@code error} code that a specification registers, {@link OAuthException}
 * for all of them (RFC 6749 §5.2).
 */
public final class TellOAuthErrorsApart {
    private TellOAuthErrorsApart() {}

    /** Refreshes {@code token}, or returns the reason for the failure. */
    public static String refreshOrReason(BlockingOAuth2Client client, Token token) {
        try {
            return "good until " + client.token(new RefreshTokenGrant(token)).getExpiresAt();
        } catch (InvalidGrantException e) {
            return "log in again";
        } catch (InvalidClientException e) {
            return "this program is not known there, or its secret is wrong";
        } catch (OAuthException e) {
            return "the server refused: " + e.getError() + ", " + e.getErrorDescription();
        } catch (InvalidResponseException e) {
            return "that was no response to believe: " + e.getMessage();
        } catch (TransportException e) {
            return "no response: " + e.getFault(); // the server may have refreshed all the same
        } catch (AuthException e) {
            return "something else: " + e.getMessage();
        }
    }

    public static void main(String[] args) throws IOException {
        var config = ClientConfig.builder("my-tool").build();
        var client = BlockingOAuth2Client.discover("https://login.example.com", config);
        Token token = Token.deserialize(Files.readString(Path.of("token.json")));
        System.out.println(refreshOrReason(client, token));
    }
}
