package com.example.shop;

import io.github.oidcauth.AuthException;
import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.Introspection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets requests to /orders in whose token the login server knows; the user's name goes along. */
@Component
class BearerFilter extends OncePerRequestFilter {
    static final String USER = "com.example.shop.user";
    private static final String BEARER = "Bearer ";
    private final BlockingOAuth2Client client;

    BearerFilter(BlockingOAuth2Client client) {
        this.client = client;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/orders");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            response.sendError(HttpStatus.UNAUTHORIZED.value());
            return;
        }
        Introspection introspection;
        try {
            introspection = client.introspect(header.substring(BEARER.length()));
        } catch (AuthException e) {
            logger.warn("The login server does not say what the token is good for.", e);
            response.sendError(HttpStatus.SERVICE_UNAVAILABLE.value());
            return;
        }
        if (!introspection.isActive() || !introspection.getScopes().contains("orders")) {
            response.sendError(HttpStatus.UNAUTHORIZED.value());
            return;
        }
        request.setAttribute(USER, introspection.getSubject());
        chain.doFilter(request, response);
    }
}
