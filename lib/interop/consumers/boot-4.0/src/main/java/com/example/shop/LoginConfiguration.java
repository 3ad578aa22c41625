package com.example.shop;

import io.github.oidcauth.java.BlockingOAuth2Client;
import io.github.oidcauth.oauth2.ClientConfig;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LoginConfiguration {
    @Bean
    BlockingOAuth2Client oauth2Client(LoginSettings settings) {
        var config = ClientConfig.builder(settings.clientId())
                .clientSecret(settings.clientSecret())
                .build();
        return BlockingOAuth2Client.discover(settings.issuer(), config);
    }
}
