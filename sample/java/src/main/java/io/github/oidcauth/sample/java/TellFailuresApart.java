package io.github.oidcauth.sample.java;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.AuthorizationDeniedException;
import io.github.oidcauth.Config;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.TimedOutException;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.java.OidcAuth;

/** Failures in the words of your program. */
public final class TellFailuresApart {
    private TellFailuresApart() {}

    /** Logs in, or returns the reason for the failure. */
    public static String loginOrReason(Config config) {
        try {
            return OidcAuth.authenticate(config).getScope();
        } catch (AuthorizationDeniedException e) {
            return "you said no";
        } catch (TimedOutException e) {
            return "that took too long";
        } catch (InteractionRequiredException e) {
            return "a batch job: " + e.getMessage();
        } catch (TransportException e) {
            return "no network: " + e.getFault();
        } catch (AuthException e) {
            return "something else: " + e.getMessage();
        }
    }

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "https://myapp.example.com";
        System.out.println(loginOrReason(Config.builder(host).build()));
    }
}
