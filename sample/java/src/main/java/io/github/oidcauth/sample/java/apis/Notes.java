package io.github.oidcauth.sample.java.apis;

import io.github.oidcauth.ApiException;
import io.github.oidcauth.InsufficientScopeException;
import io.github.oidcauth.TokenSource;
import io.github.oidcauth.java.BlockingApiClient;
import java.util.List;
import java.util.Map;

/** The notes of an API. */
public final class Notes {
    private final BlockingApiClient api;

    public Notes(String url, TokenSource tokens) {
        api = BlockingApiClient.of(url, tokens).at("notes");
    }

    public Map<String, Object> find(int id) {
        return api.get(List.of(id)).toMap();
    }

    public Map<String, Object> add(String text) {
        return api.post(request -> request.json(Map.of("text", text))).toMap();
    }

    /** All notes: the API sends them page by page. */
    public List<Object> all() {
        try (var pages = api.pages("")) {
            return pages.flatMap(page -> page.toList().stream()).toList();
        }
    }

    /** Adds a note, or says why not. */
    public String addOrReason(String text) {
        try {
            return "added note " + add(text).get("id");
        } catch (ApiException e) {
            if (e.getCause() instanceof InsufficientScopeException refusal) {
                return "needs the scope " + refusal.getScope();
            }
            return "not added: " + e.getProblem().getDetail();
        }
    }
}
