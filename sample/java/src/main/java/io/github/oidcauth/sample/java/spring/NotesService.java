package io.github.oidcauth.sample.java.spring;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.client.RestClient;

/** A service of Spring Boot that calls an API for services. The properties {@code oidc-auth.*} say how it gets its tokens. */
@SpringBootApplication
public class NotesService {
    private final RestClient notes;

    public NotesService(RestClient.Builder builder, @Value("${notes.url}") String url) {
        notes = builder.baseUrl(url).build();
    }

    /** Returns a note as JSON. */
    public String note(int id) {
        return notes.get().uri("/api/notes/{id}", id).retrieve().body(String.class);
    }
}
